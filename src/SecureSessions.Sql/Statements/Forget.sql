-- Erases the history and the devices of a user, and notes for a while that what comes late is not kept.
{lock}
DELETE FROM {schema}ss_history WHERE user_id = @user_id;
DELETE FROM {schema}ss_device WHERE user_id = @user_id;
INSERT INTO {schema}ss_forgotten (user_id, forgotten_at, kept_until) VALUES (@user_id, {now}, {now} + @period)
ON CONFLICT (user_id) DO UPDATE SET forgotten_at = excluded.forgotten_at, kept_until = excluded.kept_until
