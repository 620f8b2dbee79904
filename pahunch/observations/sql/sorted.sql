-- The rows of some days, in the order in which they are asked for.
SELECT account, metric, low, high, withheld, seen_at, "precision", run, wording, source
FROM read_parquet($files)
WHERE ($undated AND seen_at IS NULL) OR (seen_at >= $first AND seen_at < $end)
ORDER BY account, seen_at, metric, run
