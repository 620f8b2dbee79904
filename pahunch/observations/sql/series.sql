-- Every row of some accounts, the undated last, with whether and why its run was withdrawn.
SELECT
    account, metric, low, high, withheld, seen_at, "precision", run, wording, source,
    withdrawal.run IS NOT NULL AS withdrawn,
    reason
FROM read_parquet($files)
LEFT JOIN withdrawal USING (run)
WHERE metric = $metric
    AND account IN (SELECT unnest($accounts))
    AND ($until IS NULL OR seen_at IS NULL OR seen_at < $until)
ORDER BY
    account, seen_at NULLS LAST, run, "precision", withheld, low, high, wording, source
