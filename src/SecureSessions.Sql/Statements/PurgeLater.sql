-- Sessions that have been active since purge_at was set are looked at later.
WITH due AS MATERIALIZED (
  SELECT id FROM {schema}ss_session
  WHERE purge_at <= (SELECT {now}) AND kept_until > (SELECT {now}) ORDER BY purge_at LIMIT 500 {skip_locked})
UPDATE {schema}ss_session SET purge_at = kept_until WHERE id IN (SELECT id FROM due)
