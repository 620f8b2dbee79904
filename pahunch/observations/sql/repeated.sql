-- The first account that a representative of a roster has twice, or the first representative
-- whose rows do not stand together or do not agree about the electors.
SELECT representative, account
FROM read_parquet($roster)
GROUP BY representative, account
HAVING count(*) > 1 OR min(number) < max(number) OR min(electors) < max(electors)
UNION ALL
SELECT representative, NULL
FROM (SELECT DISTINCT representative, number, electors FROM read_parquet($roster))
GROUP BY representative
HAVING count(*) > 1
ORDER BY representative, account
LIMIT 1
