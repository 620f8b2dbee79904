-- Each post of some accounts made since a moment, newest first, with its newest figures.
WITH post AS (
    SELECT account, post, max(made_at) AS made_at, arg_max(kind, seen_at) AS kind,
        arg_max(link, seen_at) AS link
    FROM read_parquet($posts)
    WHERE account IN (SELECT unnest($accounts)) AND made_at >= $since
        AND run NOT IN (SELECT unnest($withdrawn))
    GROUP BY account, post
),
figure AS (
    SELECT account, post, metric, arg_max(low, seen_at) AS low, arg_max(high, seen_at) AS high,
        max(seen_at) AS seen_at
    FROM read_parquet($metrics)
    WHERE account IN (SELECT unnest($accounts)) AND NOT withheld
        AND run NOT IN (SELECT unnest($withdrawn))
    GROUP BY account, post, metric
)
SELECT account, post, made_at, kind, link, metric, low, high, seen_at
FROM post
LEFT JOIN figure USING (account, post)
ORDER BY made_at DESC, account, post, metric
