-- The rows of a further table, by account and moment: of some accounts (null: of all), of
-- some time (null: without an end), without the runs that were withdrawn.
SELECT *
FROM read_parquet($files)
WHERE ($accounts IS NULL OR account IN (SELECT unnest($accounts)))
    AND ($since IS NULL OR moment >= $since)
    AND ($until IS NULL OR moment < $until)
    AND run NOT IN (SELECT unnest($withdrawn))
ORDER BY ALL
