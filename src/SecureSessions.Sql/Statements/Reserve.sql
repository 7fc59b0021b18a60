-- Lists a session, and returns what is over the limit, the one that was listed last in front.
{lock}
INSERT INTO {schema}ss_listed (user_id, id, reserved_at, created_at, expires_at, absolute_at, deadline_at, due_at, label)
VALUES (@user_id, @id, {now}, @created_at, @expires_at, @absolute_at, @expires_at, @expires_at, @label)
ON CONFLICT (user_id, id) DO NOTHING;
SELECT id FROM {schema}ss_listed WHERE user_id = @user_id ORDER BY list_no DESC LIMIT 1000000 OFFSET @limit
