-- Puts a session into the history, and takes it off the list.
INSERT INTO {schema}ss_history (user_id, id, created_at, seen_at, ended_at, reason, label)
VALUES (@user_id, @id, @created_at, @seen_at, @ended_at, @reason, @label)
ON CONFLICT (user_id, id) DO NOTHING;
DELETE FROM {schema}ss_history
WHERE user_id = @user_id
  AND id IN (SELECT id FROM {schema}ss_history WHERE user_id = @user_id ORDER BY ended_at DESC, id LIMIT 1000000 OFFSET @length);
DELETE FROM {schema}ss_listed WHERE user_id = @user_id AND id = @id
