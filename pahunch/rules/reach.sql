-- RULE reach-1
--
-- A representative has reached the target when the followers of the accounts that count,
-- each taken at its newest count as of the end of the day judged, are certainly at least the
-- share of the electors that the directive asks, rounded up to a whole person; has not when
-- they are certainly fewer; is undecided when what is known allows both; and is not measured
-- when no account that counts has a usable count.
--
-- In: roster (place, representative, electors, account, platform, kind): one row a
--     representative and account; `place` is the row's number, so that answers keep the order.
--     latest (account, low, high, withheld, seen_at): at most one row an account, its newest
--     dated count of followers as of the day.
--     $numerator, $denominator: the share, exactly; $adding: total, best or people; $kinds and
--     $platforms: lists, no platform meaning all; $fresh_from: older counts are stale, or null.
-- Out: one row a representative, in the roster's order.
--
-- A newest answer that was withheld is not passed over for an older number: what the account
-- shows today is "nothing", and an older count would present the past as the present.
WITH account AS (
    SELECT
        roster.place,
        roster.representative,
        roster.electors,
        roster.platform = 'unstated' AS unstated,
        roster.kind,
        coalesce(
            list_contains($kinds, roster.kind)
            AND (len($platforms) = 0 OR list_contains($platforms, roster.platform)),
            false
        ) AS counts,
        counts
        AND latest.account IS NOT NULL
        AND NOT latest.withheld
        AND ($fresh_from IS NULL OR latest.seen_at >= $fresh_from) AS usable,
        latest.low,
        latest.high,
        latest.seen_at
    FROM roster
    LEFT JOIN latest ON latest.account = roster.account
),

-- An account on an unstated platform may be the same account as a stated one of its kind (a
-- newspaper that names no platform), so it never adds to the low end of that kind.
kind AS (
    SELECT
        representative,
        min(place) AS place,
        min(electors) AS electors,
        count(*) FILTER (counts) AS accounts,
        count(*) FILTER (usable) AS measured,
        greatest(
            coalesce(sum(low) FILTER (usable AND NOT unstated), 0),
            coalesce(max(low) FILTER (usable AND unstated), 0)
        ) AS together,
        max(low) FILTER (usable) AS largest,
        sum(high) FILTER (usable) AS highs,
        max(high) FILTER (usable) AS highest,
        count(*) FILTER (usable AND high IS NULL) AS unbounded,
        min(seen_at) FILTER (usable) AS oldest,
        max(seen_at) FILTER (usable) AS newest
    FROM account
    GROUP BY representative, kind
),

person AS (
    SELECT
        representative,
        min(place) AS place,
        min(electors) AS electors,
        sum(accounts)::BIGINT AS accounts,
        sum(measured)::BIGINT AS measured,
        CASE WHEN sum(measured) > 0 THEN
            CASE $adding WHEN 'total' THEN sum(together) ELSE max(largest) END
        END::BIGINT AS low,
        -- One account that counts and was not measured leaves the upper end open.
        CASE WHEN sum(measured) > 0 AND sum(measured) = sum(accounts) AND sum(unbounded) = 0 THEN
            CASE $adding WHEN 'best' THEN max(highest) ELSE sum(highs) END
        END::BIGINT AS high,
        min(oldest) AS oldest,
        max(newest) AS newest
    FROM kind
    GROUP BY representative
),

aimed AS (
    SELECT
        *,
        -- The smallest whole number that is the share or more, in integers: no rounding error.
        (
            (electors::HUGEINT * $numerator::HUGEINT + $denominator::HUGEINT - 1)
            // $denominator::HUGEINT
        )::BIGINT AS target
    FROM person
)

SELECT
    representative,
    electors,
    target,
    accounts,
    measured,
    low,
    high,
    CASE
        WHEN measured = 0 THEN 'not_measured'
        WHEN low >= target THEN 'met'
        WHEN high < target THEN 'not_met'
        ELSE 'undecided'
    END AS standing,
    oldest,
    newest
FROM aimed
ORDER BY place
