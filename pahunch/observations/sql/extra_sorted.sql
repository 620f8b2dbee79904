-- The rows of some files of a further table, as they stand in a file put together from them.
SELECT *
FROM read_parquet($files)
ORDER BY account, moment
