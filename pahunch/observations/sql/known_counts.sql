-- What a checkpoint knows of one metric: what a rule needs of each account's latest count.
SELECT account, low, high, withheld, seen_at
FROM read_parquet($checkpoint)
WHERE metric = $metric
