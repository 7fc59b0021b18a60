-- Puts a session into the history, unless the user was forgotten since, and takes it off the list.
{lock}
INSERT INTO {schema}ss_history (user_id, id, created_at, seen_at, ended_at, reason, label)
SELECT @user_id, @id, @created_at, @seen_at, @ended_at, @reason, @label
WHERE NOT EXISTS (
  SELECT 1 FROM {schema}ss_forgotten WHERE user_id = @user_id AND forgotten_at > @ended_at AND kept_until > {now})
ON CONFLICT (user_id, id) DO NOTHING;
DELETE FROM {schema}ss_history
WHERE user_id = @user_id
  AND id IN (SELECT id FROM {schema}ss_history WHERE user_id = @user_id ORDER BY ended_at DESC, id LIMIT 1000000 OFFSET @length);
DELETE FROM {schema}ss_listed WHERE user_id = @user_id AND id = @id
