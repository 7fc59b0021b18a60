WITH due AS (
  SELECT TOP (500) device FROM {schema}ss_device WITH (ROWLOCK, UPDLOCK, READPAST)
  WHERE signed_in_at <= {now} - @retention ORDER BY signed_in_at)
DELETE FROM due
