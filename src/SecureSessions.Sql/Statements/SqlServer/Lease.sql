-- Takes charge of deadlines that are due: nobody else gets them until the lease is over.
WITH due AS (
  SELECT TOP (100) * FROM {schema}ss_listed WITH (ROWLOCK, UPDLOCK, READPAST) WHERE due_at <= {now} ORDER BY due_at)
UPDATE due
SET due_at = {now} + @lease
OUTPUT
  inserted.user_id, inserted.id, inserted.created_at, inserted.expires_at, inserted.absolute_at, inserted.label, inserted.deadline_at,
  {now}
