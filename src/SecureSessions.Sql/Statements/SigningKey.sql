-- Keeps a key if none of its name is kept, or the one that it replaces; returns the one that is kept.
INSERT INTO {schema}ss_signing_key AS kept (name, sealed, expires_at)
SELECT @name, @sealed, @expires_at FROM (SELECT {now} AS now) AS t WHERE t.now < @expires_at
ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at
WHERE kept.sealed = @replaces OR kept.expires_at <= {now};
SELECT sealed FROM {schema}ss_signing_key WHERE name = @name AND expires_at > {now}
