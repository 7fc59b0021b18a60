-- Takes charge of deadlines that are due: nobody else gets them until the lease is over.
WITH due AS MATERIALIZED (
  SELECT user_id, id FROM {schema}ss_listed WHERE due_at <= (SELECT {now}) ORDER BY due_at LIMIT @count {skip_locked})
UPDATE {schema}ss_listed
SET due_at = {now} + @lease
WHERE (user_id, id) IN (SELECT user_id, id FROM due)
RETURNING user_id, id, created_at, expires_at, absolute_at, label, deadline_at, {now}
