WITH due AS (
  SELECT TOP (500) id FROM {schema}ss_history WITH (ROWLOCK, UPDLOCK, READPAST)
  WHERE ended_at <= {now} - @retention ORDER BY ended_at)
DELETE FROM due
