WITH due AS (
  SELECT TOP (500) id FROM {schema}ss_session WITH (ROWLOCK, UPDLOCK, READPAST)
  WHERE purge_at <= {now} AND kept_until <= {now} ORDER BY purge_at)
DELETE FROM due
