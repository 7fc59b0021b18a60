-- The tables of SecureSessions.Sql, version 1, for SQL Server 2019 or later. May be run again: what is there stays as it is.
-- All times are Unix milliseconds, by the clock of the database. Ids and users compare by their characters' numbers.

-- Sessions, from their creation until their end is forgotten. state and payload are the store's own; payload is sealed. The columns from
-- user_id on say for queries what state says; no rule depends on them.
IF OBJECT_ID(N'{schema}ss_session') IS NULL
CREATE TABLE {schema}ss_session (
  id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
  rev bigint NOT NULL,
  state varbinary(max) NOT NULL,
  payload varbinary(max) NOT NULL,
  kept_until bigint NOT NULL,
  purge_at bigint NOT NULL,
  told_at bigint NULL,
  user_id nvarchar(450) COLLATE Latin1_General_100_BIN2 NULL,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  absolute_at bigint NOT NULL,
  ended_at bigint NULL,
  end_reason nvarchar(64) NULL,
  privilege_changes bigint NOT NULL,
  INDEX ss_session_purge_at (purge_at),
  INDEX ss_session_told_at (told_at) WHERE told_at IS NOT NULL,
  INDEX ss_session_user_id (user_id)
);

-- The list of each user's sessions, in the order of list_no, and the queue of deadlines.
IF OBJECT_ID(N'{schema}ss_listed') IS NULL
CREATE TABLE {schema}ss_listed (
  list_no bigint IDENTITY NOT NULL PRIMARY KEY,
  user_id nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  reserved_at bigint NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  absolute_at bigint NOT NULL,
  deadline_at bigint NOT NULL,
  due_at bigint NOT NULL,
  label varbinary(max) NOT NULL,
  UNIQUE NONCLUSTERED (user_id, id),
  INDEX ss_listed_list_no (user_id, list_no),
  INDEX ss_listed_due_at (due_at)
);

-- The last ended sessions of each user.
IF OBJECT_ID(N'{schema}ss_history') IS NULL
CREATE TABLE {schema}ss_history (
  user_id nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  id nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  ended_at bigint NOT NULL,
  reason nvarchar(64) NOT NULL,
  label varbinary(max) NOT NULL,
  PRIMARY KEY NONCLUSTERED (user_id, id),
  INDEX ss_history_user_ended_at (user_id, ended_at),
  INDEX ss_history_ended_at (ended_at)
);

-- The devices that each user has signed in from.
IF OBJECT_ID(N'{schema}ss_device') IS NULL
CREATE TABLE {schema}ss_device (
  user_id nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL,
  device nvarchar(300) COLLATE Latin1_General_100_BIN2 NOT NULL,
  network nvarchar(100) NULL,
  signed_in_at bigint NOT NULL,
  PRIMARY KEY NONCLUSTERED (user_id, device),
  INDEX ss_device_signed_in_at (signed_in_at)
);

-- The users whose history and devices were erased some minutes ago: what comes late of them is not kept.
IF OBJECT_ID(N'{schema}ss_forgotten') IS NULL
CREATE TABLE {schema}ss_forgotten (
  user_id nvarchar(450) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY NONCLUSTERED,
  forgotten_at bigint NOT NULL,
  kept_until bigint NOT NULL
);

-- The keys that sign access tokens, sealed.
IF OBJECT_ID(N'{schema}ss_signing_key') IS NULL
CREATE TABLE {schema}ss_signing_key (
  name nvarchar(64) COLLATE Latin1_General_100_BIN2 NOT NULL PRIMARY KEY,
  sealed varbinary(1024) NOT NULL,
  expires_at bigint NOT NULL
);

-- Sessions with times as people read them.
EXEC (N'CREATE OR ALTER VIEW {schema}ss_sessions AS
SELECT
  id,
  user_id,
  DATEADD(millisecond, created_at % 86400000, DATEADD(day, created_at / 86400000, CAST(''1970-01-01'' AS datetime2(3))))
    AT TIME ZONE ''UTC'' AS created_at,
  DATEADD(millisecond, seen_at % 86400000, DATEADD(day, seen_at / 86400000, CAST(''1970-01-01'' AS datetime2(3))))
    AT TIME ZONE ''UTC'' AS last_seen_at,
  DATEADD(millisecond, expires_at % 86400000, DATEADD(day, expires_at / 86400000, CAST(''1970-01-01'' AS datetime2(3))))
    AT TIME ZONE ''UTC'' AS expires_at,
  DATEADD(millisecond, absolute_at % 86400000, DATEADD(day, absolute_at / 86400000, CAST(''1970-01-01'' AS datetime2(3))))
    AT TIME ZONE ''UTC'' AS absolute_expires_at,
  DATEADD(millisecond, ended_at % 86400000, DATEADD(day, ended_at / 86400000, CAST(''1970-01-01'' AS datetime2(3))))
    AT TIME ZONE ''UTC'' AS ended_at,
  end_reason
FROM {schema}ss_session');

IF OBJECT_ID(N'{schema}ss_meta') IS NULL CREATE TABLE {schema}ss_meta (version int NOT NULL);
INSERT INTO {schema}ss_meta (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM {schema}ss_meta);
