-- Puts a session into the history, unless the user was forgotten since, and takes it off the list.
SET XACT_ABORT ON;
BEGIN TRANSACTION;
{lock}
INSERT INTO {schema}ss_history (user_id, id, created_at, seen_at, ended_at, reason, label)
SELECT @user_id, @id, @created_at, @seen_at, @ended_at, @reason, @label
WHERE NOT EXISTS (SELECT 1 FROM {schema}ss_history WITH (UPDLOCK, HOLDLOCK) WHERE user_id = @user_id AND id = @id)
  AND NOT EXISTS (
    SELECT 1 FROM {schema}ss_forgotten WHERE user_id = @user_id AND forgotten_at > @ended_at AND kept_until > {now});
DELETE FROM {schema}ss_history
WHERE user_id = @user_id
  AND id IN (SELECT id FROM {schema}ss_history WHERE user_id = @user_id ORDER BY ended_at DESC, id OFFSET @length ROWS);
DELETE FROM {schema}ss_listed WHERE user_id = @user_id AND id = @id;
COMMIT TRANSACTION
