-- The latest row of each of some accounts on each day: which account (its place in $accounts),
-- the day (since 1970, of a zone that is $shift microseconds ahead of UTC), and the interval,
-- null where the latest answer of the day was withheld or has no upper end.
WITH asked AS (
    SELECT unnest($accounts) AS account, unnest(range(len($accounts))) AS place
),

dated AS (
    SELECT
        asked.place,
        (epoch_us(seen_at) + $shift) // 86400000000 AS day,
        max(struct_pack(
            seen_at := seen_at,
            exactness := CASE "precision" WHEN 'moment' THEN 2 WHEN 'day' THEN 1 ELSE 0 END,
            run := run,
            numbered := NOT withheld,
            low := coalesce(low, -1),
            high := coalesce(high, 9223372036854775807)
        )) AS latest
    FROM read_parquet($files)
    JOIN asked USING (account)
    WHERE metric = $metric
        AND seen_at >= $since
        AND seen_at < $until
        AND run NOT IN (SELECT unnest($withdrawn))
        AND "precision" IN ('moment', 'day')
    GROUP BY ALL
)

SELECT
    place::INTEGER AS place,
    day::INTEGER AS day,
    CASE WHEN latest.numbered THEN latest.low END AS low,
    CASE
        WHEN latest.numbered AND latest.high < 9223372036854775807 THEN latest.high
    END AS high
FROM dated
ORDER BY place, day
