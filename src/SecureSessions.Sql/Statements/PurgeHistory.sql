WITH due AS MATERIALIZED (
  SELECT user_id, id FROM {schema}ss_history
  WHERE ended_at <= (SELECT {now}) - @retention ORDER BY ended_at LIMIT 500 {skip_locked})
DELETE FROM {schema}ss_history WHERE (user_id, id) IN (SELECT user_id, id FROM due)
