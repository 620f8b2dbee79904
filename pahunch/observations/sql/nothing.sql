-- Rows of a lake that has none.
SELECT
    NULL::VARCHAR AS account,
    NULL::VARCHAR AS metric,
    NULL::BIGINT AS low,
    NULL::BIGINT AS high,
    NULL::BOOLEAN AS withheld,
    NULL::TIMESTAMPTZ AS seen_at,
    NULL::VARCHAR AS "precision",
    NULL::VARCHAR AS run,
    NULL::VARCHAR AS wording,
    NULL::VARCHAR AS source
WHERE false
