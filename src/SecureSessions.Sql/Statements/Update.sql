-- No payload means that the one that is kept stays as it is. purge_at stays where it is as long as it is early enough: then a touch changes
-- no index. told_at is when other nodes are told of an end or of changed privileges.
UPDATE {schema}ss_session
SET rev = rev + 1,
    state = @state,
    payload = coalesce(@payload, payload),
    kept_until = @kept_until,
    purge_at = CASE WHEN @kept_until < purge_at THEN @kept_until ELSE purge_at END,
    user_id = @user_id,
    created_at = @created_at,
    seen_at = @seen_at,
    expires_at = @expires_at,
    absolute_at = @absolute_at,
    ended_at = @ended_at,
    end_reason = @end_reason,
    privilege_changes = @privilege_changes,
    told_at = CASE
      WHEN privilege_changes <> @privilege_changes OR (ended_at IS NULL AND @ended_at IS NOT NULL) THEN {now}
      ELSE told_at
    END
WHERE id = @id AND rev = @rev AND {now} < @before
