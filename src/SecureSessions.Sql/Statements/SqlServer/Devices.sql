-- Returns the devices that were known, and remembers one, unless the user was forgotten since.
SET XACT_ABORT ON;
BEGIN TRANSACTION;
{lock}
DELETE FROM {schema}ss_device WHERE user_id = @user_id AND signed_in_at <= {now} - @retention;
SELECT device, network, signed_in_at FROM {schema}ss_device WHERE user_id = @user_id ORDER BY signed_in_at DESC, device;
UPDATE {schema}ss_device SET network = @network, signed_in_at = @signed_in_at WHERE user_id = @user_id AND device = @device;
IF @@ROWCOUNT = 0
  INSERT INTO {schema}ss_device (user_id, device, network, signed_in_at)
  SELECT @user_id, @device, @network, @signed_in_at
  WHERE NOT EXISTS (
    SELECT 1 FROM {schema}ss_forgotten WHERE user_id = @user_id AND forgotten_at > @signed_in_at AND kept_until > {now});
DELETE FROM {schema}ss_device
WHERE user_id = @user_id
  AND device IN (
    SELECT device FROM {schema}ss_device WHERE user_id = @user_id ORDER BY signed_in_at DESC, device OFFSET @length ROWS);
COMMIT TRANSACTION
