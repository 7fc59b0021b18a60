-- Takes charge of deadlines that are due: nobody else gets them until the lease is over.
-- As many as a node can process well within the lease. The number is no argument: a plan that is made for any number reads the whole table.
WITH due AS MATERIALIZED (
  SELECT user_id, id FROM {schema}ss_listed WHERE due_at <= (SELECT {now}) ORDER BY due_at LIMIT 100 {skip_locked})
UPDATE {schema}ss_listed
SET due_at = {now} + @lease
WHERE (user_id, id) IN (SELECT user_id, id FROM due)
RETURNING user_id, id, created_at, expires_at, absolute_at, label, deadline_at, {now}
