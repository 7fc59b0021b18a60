DELETE FROM {schema}ss_signing_key WHERE expires_at <= {now}
