-- The first revision is the time, so that a row that comes after a deleted one never has a revision of that one.
INSERT INTO {schema}ss_session (
  id, rev, state, payload, kept_until, purge_at,
  user_id, created_at, seen_at, expires_at, absolute_at, ended_at, end_reason, privilege_changes)
SELECT
  @id, t.now, @state, @payload, @kept_until, @kept_until,
  @user_id, @created_at, @seen_at, @expires_at, @absolute_at, @ended_at, @end_reason, @privilege_changes
FROM (SELECT {now} AS now) AS t
WHERE t.now < @before AND NOT EXISTS (SELECT 1 FROM {schema}ss_session WITH (UPDLOCK, HOLDLOCK) WHERE id = @id)
