-- Each run that asked platforms and ended in some time, newest first: what it asked, of how many.
SELECT
    run,
    any_value(platform) AS platform,
    any_value(ask) AS ask,
    any_value(worker) AS worker,
    count(DISTINCT account) AS accounts,
    count(DISTINCT account) FILTER (outcome = 'counted') AS counted,
    min(started_at) AS began,
    max(ended_at) AS ended
FROM read_parquet($files)
WHERE starts_with(run, $beginning)
    AND ($since IS NULL OR ended_at >= $since)
    AND ($until IS NULL OR ended_at < $until)
GROUP BY run
ORDER BY ended DESC, run
