-- From `dated` (rows of one metric): what a rule needs of each account's latest count.
--
-- The largest of the rows compared column by column, in the order of the struct, is the
-- latest; the order is the one that the package's docstring promises, and it is total, so
-- that the answer is never a matter of chance. 2^63 - 1 stands for "no upper end".
SELECT
    account,
    CASE WHEN latest.numbered THEN latest.low END AS low,
    CASE WHEN latest.numbered AND latest.high < 9223372036854775807 THEN latest.high END AS high,
    NOT latest.numbered AS withheld,
    latest.seen_at AS seen_at
FROM (
    SELECT
        account,
        max(struct_pack(
            seen_at := seen_at,
            exactness := CASE "precision"
                WHEN 'moment' THEN 4 WHEN 'day' THEN 3 WHEN 'month' THEN 2 WHEN 'year' THEN 1
                ELSE 0
            END,
            run := run,
            numbered := NOT withheld,
            low := coalesce(low, -1),
            high := coalesce(high, 9223372036854775807)
        )) AS latest
    FROM dated
    GROUP BY account
)
