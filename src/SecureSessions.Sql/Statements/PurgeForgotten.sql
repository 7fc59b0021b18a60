DELETE FROM {schema}ss_forgotten WHERE kept_until <= {now}
