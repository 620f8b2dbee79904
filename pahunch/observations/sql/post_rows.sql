-- Each post of some accounts made in some time, once: whose it is (the account's place in
-- $accounts), the day it was made (since 1970, of a zone that is $shift microseconds ahead of
-- UTC), its kind, its figures and the classes of its words, as they were known at $until.
-- Null: not known, or no upper end.
WITH asked AS (
    SELECT unnest($accounts) AS account, unnest(range(len($accounts))) AS place
),

post AS (
    SELECT
        asked.place,
        account,
        post,
        (epoch_us(max(made_at)) + $shift) // 86400000000 AS day,
        arg_max(kind, seen_at) AS kind
    FROM read_parquet($posts)
    JOIN asked USING (account)
    WHERE made_at >= $since
        AND made_at < $until
        AND seen_at < $until
        AND run NOT IN (SELECT unnest($withdrawn))
    GROUP BY ALL
),

-- A withheld answer says that the figure is not known now; an end that is null is no end.
newest AS (
    SELECT
        account,
        post,
        metric,
        arg_max(
            struct_pack(low := CASE WHEN NOT withheld THEN low END, high := high), seen_at
        ) AS seen
    FROM figures
    WHERE metric IN ('likes', 'comments', 'shares')
        AND account IN (SELECT account FROM asked)
        AND seen_at < $until
        AND run NOT IN (SELECT unnest($withdrawn))
    GROUP BY ALL
),

figure AS (
    SELECT
        account,
        post,
        max(seen.low) FILTER (WHERE metric = 'likes') AS likes_low,
        max(seen.high) FILTER (WHERE metric = 'likes') AS likes_high,
        max(seen.low) FILTER (WHERE metric = 'comments') AS comments_low,
        max(seen.high) FILTER (WHERE metric = 'comments') AS comments_high,
        max(seen.low) FILTER (WHERE metric = 'shares') AS shares_low,
        max(seen.high) FILTER (WHERE metric = 'shares') AS shares_high
    FROM newest
    GROUP BY ALL
),

class AS (
    SELECT
        account,
        post,
        arg_max(
            struct_pack(language := language, work := government_work, here := in_constituency),
            seen_at
        ) AS told
    FROM classes
    WHERE account IN (SELECT account FROM asked)
        AND seen_at < $until
        AND run NOT IN (SELECT unnest($withdrawn))
    GROUP BY ALL
)

SELECT
    place::INTEGER AS place,
    day::INTEGER AS day,
    kind,
    likes_low,
    likes_high,
    comments_low,
    comments_high,
    shares_low,
    shares_high,
    told.language AS language,
    told.work AS government_work,
    told.here AS in_constituency
FROM post
LEFT JOIN figure USING (account, post)
LEFT JOIN class USING (account, post)
ORDER BY place, day, account, post
