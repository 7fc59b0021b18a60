IF SCHEMA_ID(PARSENAME(N'{schema_name}', 1)) IS NULL EXEC (N'CREATE SCHEMA {schema_name}');
