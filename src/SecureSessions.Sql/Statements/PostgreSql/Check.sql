SELECT version, pg_is_in_recovery(), current_setting('transaction_isolation') FROM {schema}ss_meta
