-- Each row of `roster` with its account's row of `latest`, which rule reach asks for.
SELECT
    roster.number,
    roster.representative,
    roster.electors,
    roster.platform,
    roster.kind,
    latest.low,
    latest.high,
    latest.withheld,
    latest.seen_at
FROM roster
LEFT JOIN latest ON latest.account = roster.account
