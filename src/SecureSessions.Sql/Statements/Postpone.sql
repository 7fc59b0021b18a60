UPDATE {schema}ss_listed SET deadline_at = @until, due_at = @until WHERE user_id = @user_id AND id = @id
