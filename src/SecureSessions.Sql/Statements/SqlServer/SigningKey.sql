-- Keeps a key if none of its name is kept, or the one that it replaces; returns the one that is kept.
SET XACT_ABORT ON;
BEGIN TRANSACTION;
INSERT INTO {schema}ss_signing_key (name, sealed, expires_at)
SELECT @name, @sealed, @expires_at
WHERE {now} < @expires_at AND NOT EXISTS (SELECT 1 FROM {schema}ss_signing_key WITH (UPDLOCK, HOLDLOCK) WHERE name = @name);
UPDATE {schema}ss_signing_key
SET sealed = @sealed, expires_at = @expires_at
WHERE name = @name AND {now} < @expires_at AND (sealed = @replaces OR expires_at <= {now});
SELECT sealed FROM {schema}ss_signing_key WHERE name = @name AND expires_at > {now};
COMMIT TRANSACTION
