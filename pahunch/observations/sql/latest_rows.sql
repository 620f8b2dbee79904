-- From `dated`: each account's and metric's latest row, whole. The same order as in
-- latest_counts.sql, carried on through the words and the source.
SELECT
    account,
    metric,
    CASE WHEN latest.numbered THEN latest.low END AS low,
    CASE WHEN latest.numbered AND latest.high < 9223372036854775807 THEN latest.high END AS high,
    NOT latest.numbered AS withheld,
    latest.seen_at AS seen_at,
    ['unknown', 'year', 'month', 'day', 'moment'][latest.exactness + 1] AS "precision",
    latest.run AS run,
    CASE WHEN latest.has_wording THEN latest.wording END AS wording,
    CASE WHEN latest.has_source THEN latest.source END AS source
FROM (
    SELECT
        account,
        metric,
        max(struct_pack(
            seen_at := seen_at,
            exactness := CASE "precision"
                WHEN 'moment' THEN 4 WHEN 'day' THEN 3 WHEN 'month' THEN 2 WHEN 'year' THEN 1
                ELSE 0
            END,
            run := run,
            numbered := NOT withheld,
            low := coalesce(low, -1),
            high := coalesce(high, 9223372036854775807),
            wording := coalesce(wording, ''),
            source := coalesce(source, ''),
            has_wording := wording IS NOT NULL,
            has_source := source IS NOT NULL
        )) AS latest
    FROM dated
    GROUP BY account, metric
)
ORDER BY metric, account
