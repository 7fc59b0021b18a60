SELECT id, created_at, seen_at, ended_at, reason, label
FROM {schema}ss_history
WHERE user_id = @user_id AND ended_at >= {now} - @retention
ORDER BY ended_at DESC, id
OFFSET 0 ROWS FETCH NEXT @length ROWS ONLY
