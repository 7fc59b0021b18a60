-- Returns the devices that were known, and remembers one, unless the user was forgotten since. The plus keeps SQLite from reading the devices of all users in order of time.
{lock}
DELETE FROM {schema}ss_device WHERE user_id = @user_id AND signed_in_at <= {now} - @retention;
SELECT device, network, signed_in_at FROM {schema}ss_device WHERE user_id = @user_id ORDER BY +signed_in_at DESC, device;
INSERT INTO {schema}ss_device (user_id, device, network, signed_in_at)
SELECT @user_id, @device, @network, @signed_in_at
WHERE NOT EXISTS (
  SELECT 1 FROM {schema}ss_forgotten WHERE user_id = @user_id AND forgotten_at > @signed_in_at AND kept_until > {now})
ON CONFLICT (user_id, device) DO UPDATE SET network = excluded.network, signed_in_at = excluded.signed_in_at;
DELETE FROM {schema}ss_device
WHERE user_id = @user_id
  AND device IN (
    SELECT device FROM {schema}ss_device WHERE user_id = @user_id ORDER BY +signed_in_at DESC, device LIMIT 1000000 OFFSET @length)
