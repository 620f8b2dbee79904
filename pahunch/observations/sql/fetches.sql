-- The last attempt for each account, kind of fetch and day it was due, of some days.
SELECT *
FROM read_parquet($files)
WHERE "window" BETWEEN $first AND $last
QUALIFY row_number() OVER (
    PARTITION BY account, ask, "window"
    ORDER BY ended_at DESC, attempt DESC, run DESC
) = 1
ORDER BY "window", account, ask
