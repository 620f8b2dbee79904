-- What a checkpoint knows: one row an account and metric, its latest before the day's end.
SELECT account, metric, low, high, withheld, seen_at, "precision", run, wording, source
FROM read_parquet($checkpoint)
