-- Of the files that no checkpoint covers: every dated row before the moment asked for.
SELECT account, metric, low, high, withheld, seen_at, "precision", run, wording, source
FROM read_parquet($uncovered)
WHERE seen_at < $until
