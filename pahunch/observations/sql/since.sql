-- Of the files that the checkpoint covers: the rows that were seen after its day's end.
SELECT account, metric, low, high, withheld, seen_at, "precision", run, wording, source
FROM read_parquet($covered)
WHERE seen_at >= $since AND seen_at < $until
