-- RULE reach-1
--
-- A representative has reached the target when the followers of the accounts that count,
-- each taken at its latest count as of the end of the day judged, are certainly at least the
-- share of the electors that the directive asks, rounded up to a whole person; has not when
-- they are certainly fewer; is undecided when what is known allows both; and is not measured
-- when no account that counts has a usable count.
--
-- In:  evidence (number, representative, electors, platform, kind, low, high, withheld,
--      seen_at): one row a representative and account, with the account's latest dated count
--      of followers as of the day, or nulls. `number` numbers the representatives in their
--      order; one without an account has one row without platform and kind.
--      $numerator, $denominator: the share, exactly. $adding: total, best or people. $kinds,
--      $platforms: lists; no platform means all. $fresh_from: an older count is stale.
-- Out: one row a representative, in the roster's order.
--
-- A latest answer that was withheld is not passed over for an older number: what the account
-- shows today is nothing, and the older count would present the past as the present.
WITH account AS NOT MATERIALIZED (
    SELECT
        evidence.number,
        evidence.representative,
        evidence.electors,
        evidence.kind,
        evidence.platform = 'unstated' AS unstated,
        list_contains($kinds, evidence.kind)
        AND (len($platforms) = 0 OR list_contains($platforms, evidence.platform)) AS counts,
        counts
        AND NOT evidence.withheld
        AND evidence.seen_at >= $fresh_from AS usable,
        CASE WHEN usable THEN evidence.low END AS low,
        CASE WHEN usable THEN evidence.high END AS high,
        CASE WHEN usable THEN evidence.seen_at END AS seen_at
    FROM evidence
),

-- An account on an unstated platform may be the same account as a stated one of its kind (a
-- newspaper that names no platform), so to the low end of the total it adds only what it has
-- beyond them: `adds` is nothing on its own row, and that much on one more row of the kind.
part AS (
    SELECT
        number,
        representative,
        electors,
        counts,
        low,
        high,
        seen_at,
        CASE WHEN unstated THEN 0 ELSE low END AS adds
    FROM account
    UNION ALL
    SELECT
        number,
        NULL AS representative,
        NULL AS electors,
        false AS counts,
        NULL AS low,
        NULL AS high,
        NULL AS seen_at,
        greatest(
            0,
            max(low) FILTER (unstated) - coalesce(sum(low) FILTER (NOT unstated), 0)
        )::BIGINT AS adds
    FROM account
    WHERE number IN (SELECT number FROM evidence WHERE platform = 'unstated')
    GROUP BY number, kind
),

person AS (
    SELECT
        number,
        any_value(representative) AS representative,
        any_value(electors) AS electors,
        count(*) FILTER (counts) AS accounts,
        count(low) AS measured,
        count(high) AS bounded,
        CASE $adding WHEN 'total' THEN sum(adds)::BIGINT ELSE max(low) END AS together,
        CASE $adding WHEN 'best' THEN max(high) ELSE sum(high)::BIGINT END AS highest,
        min(seen_at) AS oldest,
        max(seen_at) AS newest
    FROM part
    GROUP BY number
)

SELECT
    representative,
    electors,
    -- The smallest whole number that is the share or more, in integers: no rounding error.
    ((electors::HUGEINT * $numerator + $denominator - 1) // $denominator)::BIGINT AS target,
    accounts,
    measured,
    CASE WHEN measured > 0 THEN together END AS low,
    -- One account that counts and has no usable count, or one without an upper end, leaves
    -- the upper end open: unknown is not zero.
    CASE WHEN measured > 0 AND bounded = accounts THEN highest END AS high,
    CASE
        WHEN measured = 0 THEN 'not_measured'
        WHEN together >= target THEN 'met'
        WHEN bounded = accounts AND highest < target THEN 'not_met'
        ELSE 'undecided'
    END AS standing,
    oldest,
    newest
FROM person
ORDER BY number
