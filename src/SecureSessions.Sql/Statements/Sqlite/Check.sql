SELECT version, 0, '' FROM {schema}ss_meta
