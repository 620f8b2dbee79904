-- How many rows each day has (UTC); the undated count for no day.
SELECT date_trunc('day', seen_at) AS day, count(*) AS rows
FROM read_parquet($files)
GROUP BY day
ORDER BY day NULLS FIRST
