SELECT id, reserved_at FROM {schema}ss_listed WHERE user_id = @user_id ORDER BY list_no
