-- A roster that was written to the lake, with each representative's number in it.
SELECT number, representative, electors, account, platform, kind FROM read_parquet($roster)
