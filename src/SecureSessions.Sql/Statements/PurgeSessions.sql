WITH due AS MATERIALIZED (
  SELECT id FROM {schema}ss_session
  WHERE purge_at <= (SELECT {now}) AND kept_until <= (SELECT {now}) ORDER BY purge_at LIMIT 500 {skip_locked})
DELETE FROM {schema}ss_session WHERE id IN (SELECT id FROM due)
