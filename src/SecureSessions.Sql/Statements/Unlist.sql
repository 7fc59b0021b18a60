DELETE FROM {schema}ss_listed WHERE user_id = @user_id AND id = @id
