-- Erases the history and the devices of a user, and notes for a while that what comes late is not kept.
SET XACT_ABORT ON;
BEGIN TRANSACTION;
{lock}
DELETE FROM {schema}ss_history WHERE user_id = @user_id;
DELETE FROM {schema}ss_device WHERE user_id = @user_id;
UPDATE {schema}ss_forgotten SET forgotten_at = {now}, kept_until = {now} + @period WHERE user_id = @user_id;
IF @@ROWCOUNT = 0
  INSERT INTO {schema}ss_forgotten (user_id, forgotten_at, kept_until) VALUES (@user_id, {now}, {now} + @period);
COMMIT TRANSACTION
