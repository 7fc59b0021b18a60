SELECT to_regclass('{schema}ss_meta') IS NOT NULL
