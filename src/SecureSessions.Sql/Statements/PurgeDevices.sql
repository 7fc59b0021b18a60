WITH due AS MATERIALIZED (
  SELECT user_id, device FROM {schema}ss_device
  WHERE signed_in_at <= (SELECT {now}) - @retention ORDER BY signed_in_at LIMIT 500 {skip_locked})
DELETE FROM {schema}ss_device WHERE (user_id, device) IN (SELECT user_id, device FROM due)
