-- Sessions that have been active since purge_at was set are looked at later.
WITH due AS (
  SELECT TOP (500) purge_at, kept_until FROM {schema}ss_session WITH (ROWLOCK, UPDLOCK, READPAST)
  WHERE purge_at <= {now} AND kept_until > {now} ORDER BY purge_at)
UPDATE due SET purge_at = kept_until
