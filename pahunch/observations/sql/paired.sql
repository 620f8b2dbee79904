-- What evidence.sql would give, kept beside the checkpoint.
SELECT number, representative, electors, platform, kind, low, high, withheld, seen_at
FROM read_parquet($paired)
