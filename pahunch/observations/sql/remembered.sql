-- Of a history: the rows that were seen before a moment and whose runs stand.
SELECT account, metric, low, high, withheld, seen_at, "precision", run, wording, source
FROM history
WHERE seen_at < $until AND NOT withdrawn
