-- The tables of SecureSessions.Sql, version 1, for PostgreSQL 13 or later. May be run again: what is there stays as it is.
-- All times are Unix milliseconds, by the clock of the database.

-- Sessions, from their creation until their end is forgotten. state and payload are the store's own; payload is sealed. The columns from
-- user_id on say for queries what state says; no rule depends on them.
CREATE TABLE IF NOT EXISTS {schema}ss_session (
  id text COLLATE "C" PRIMARY KEY,
  rev bigint NOT NULL,
  state bytea NOT NULL,
  payload bytea NOT NULL,
  kept_until bigint NOT NULL,
  purge_at bigint NOT NULL,
  told_at bigint,
  user_id text COLLATE "C",
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  absolute_at bigint NOT NULL,
  ended_at bigint,
  end_reason text,
  privilege_changes bigint NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX IF NOT EXISTS ss_session_purge_at ON {schema}ss_session (purge_at);
CREATE INDEX IF NOT EXISTS ss_session_told_at ON {schema}ss_session (told_at) WHERE told_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS ss_session_user_id ON {schema}ss_session (user_id) WHERE user_id IS NOT NULL;

-- The list of each user's sessions, in the order of list_no, and the queue of deadlines.
CREATE TABLE IF NOT EXISTS {schema}ss_listed (
  user_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  list_no bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  reserved_at bigint NOT NULL,
  created_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  absolute_at bigint NOT NULL,
  deadline_at bigint NOT NULL,
  due_at bigint NOT NULL,
  label bytea NOT NULL,
  PRIMARY KEY (user_id, id)
);
CREATE INDEX IF NOT EXISTS ss_listed_list_no ON {schema}ss_listed (user_id, list_no);
CREATE INDEX IF NOT EXISTS ss_listed_due_at ON {schema}ss_listed (due_at);

-- The last ended sessions of each user.
CREATE TABLE IF NOT EXISTS {schema}ss_history (
  user_id text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  created_at bigint NOT NULL,
  seen_at bigint NOT NULL,
  ended_at bigint NOT NULL,
  reason text NOT NULL,
  label bytea NOT NULL,
  PRIMARY KEY (user_id, id)
);
CREATE INDEX IF NOT EXISTS ss_history_user_ended_at ON {schema}ss_history (user_id, ended_at);
CREATE INDEX IF NOT EXISTS ss_history_ended_at ON {schema}ss_history (ended_at);

-- The devices that each user has signed in from.
CREATE TABLE IF NOT EXISTS {schema}ss_device (
  user_id text COLLATE "C" NOT NULL,
  device text COLLATE "C" NOT NULL,
  network text,
  signed_in_at bigint NOT NULL,
  PRIMARY KEY (user_id, device)
);
CREATE INDEX IF NOT EXISTS ss_device_signed_in_at ON {schema}ss_device (signed_in_at);

-- The users whose history and devices were erased some minutes ago: what comes late of them is not kept.
CREATE TABLE IF NOT EXISTS {schema}ss_forgotten (
  user_id text COLLATE "C" PRIMARY KEY,
  forgotten_at bigint NOT NULL,
  kept_until bigint NOT NULL
);

-- The keys that sign access tokens, sealed.
CREATE TABLE IF NOT EXISTS {schema}ss_signing_key (
  name text COLLATE "C" PRIMARY KEY,
  sealed bytea NOT NULL,
  expires_at bigint NOT NULL
);

-- Sessions with times as people read them.
CREATE OR REPLACE VIEW {schema}ss_sessions AS
SELECT
  id,
  user_id,
  to_timestamp(created_at / 1000.0) AS created_at,
  to_timestamp(seen_at / 1000.0) AS last_seen_at,
  to_timestamp(expires_at / 1000.0) AS expires_at,
  to_timestamp(absolute_at / 1000.0) AS absolute_expires_at,
  to_timestamp(ended_at / 1000.0) AS ended_at,
  end_reason
FROM {schema}ss_session;

CREATE TABLE IF NOT EXISTS {schema}ss_meta (version integer NOT NULL);
INSERT INTO {schema}ss_meta (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM {schema}ss_meta);
