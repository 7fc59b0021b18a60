-- Lists a session, and returns what is over the limit, the one that was listed last in front.
SET XACT_ABORT ON;
BEGIN TRANSACTION;
{lock}
INSERT INTO {schema}ss_listed (user_id, id, reserved_at, created_at, expires_at, absolute_at, deadline_at, due_at, label)
SELECT @user_id, @id, {now}, @created_at, @expires_at, @absolute_at, @expires_at, @expires_at, @label
WHERE NOT EXISTS (SELECT 1 FROM {schema}ss_listed WHERE user_id = @user_id AND id = @id);
SELECT id FROM {schema}ss_listed WHERE user_id = @user_id ORDER BY list_no DESC OFFSET @limit ROWS;
COMMIT TRANSACTION
