-- The tables of SecureSessions.Sql, version 1, for SQLite 3.42 or later. May be run again: what is there stays as it is.
-- All times are Unix milliseconds, by the clock of the machine.

-- Readers and the one writer do not wait for each other.
PRAGMA journal_mode = WAL;

-- Sessions, from their creation until their end is forgotten. state and payload are the store's own; payload is sealed. The columns from
-- user_id on say for queries what state says; no rule depends on them.
CREATE TABLE IF NOT EXISTS ss_session (
  id TEXT NOT NULL PRIMARY KEY,
  rev INTEGER NOT NULL,
  state BLOB NOT NULL,
  payload BLOB NOT NULL,
  kept_until INTEGER NOT NULL,
  purge_at INTEGER NOT NULL,
  told_at INTEGER,
  user_id TEXT,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  absolute_at INTEGER NOT NULL,
  ended_at INTEGER,
  end_reason TEXT,
  privilege_changes INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS ss_session_purge_at ON ss_session (purge_at);
CREATE INDEX IF NOT EXISTS ss_session_told_at ON ss_session (told_at) WHERE told_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS ss_session_user_id ON ss_session (user_id) WHERE user_id IS NOT NULL;

-- The list of each user's sessions, in the order of list_no, and the queue of deadlines.
CREATE TABLE IF NOT EXISTS ss_listed (
  list_no INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL,
  id TEXT NOT NULL,
  reserved_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  absolute_at INTEGER NOT NULL,
  deadline_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  label BLOB NOT NULL,
  UNIQUE (user_id, id)
);
CREATE INDEX IF NOT EXISTS ss_listed_list_no ON ss_listed (user_id, list_no);
CREATE INDEX IF NOT EXISTS ss_listed_due_at ON ss_listed (due_at);

-- The last ended sessions of each user.
CREATE TABLE IF NOT EXISTS ss_history (
  user_id TEXT NOT NULL,
  id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  label BLOB NOT NULL,
  PRIMARY KEY (user_id, id)
);
CREATE INDEX IF NOT EXISTS ss_history_user_ended_at ON ss_history (user_id, ended_at);
CREATE INDEX IF NOT EXISTS ss_history_ended_at ON ss_history (ended_at);

-- The devices that each user has signed in from.
CREATE TABLE IF NOT EXISTS ss_device (
  user_id TEXT NOT NULL,
  device TEXT NOT NULL,
  network TEXT,
  signed_in_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, device)
);
CREATE INDEX IF NOT EXISTS ss_device_signed_in_at ON ss_device (signed_in_at);

-- The users whose history and devices were erased some minutes ago: what comes late of them is not kept.
CREATE TABLE IF NOT EXISTS ss_forgotten (
  user_id TEXT NOT NULL PRIMARY KEY,
  forgotten_at INTEGER NOT NULL,
  kept_until INTEGER NOT NULL
);

-- The keys that sign access tokens, sealed.
CREATE TABLE IF NOT EXISTS ss_signing_key (
  name TEXT NOT NULL PRIMARY KEY,
  sealed BLOB NOT NULL,
  expires_at INTEGER NOT NULL
);

-- Sessions with times as people read them.
CREATE VIEW IF NOT EXISTS ss_sessions AS
SELECT
  id,
  user_id,
  strftime('%Y-%m-%d %H:%M:%f+00:00', created_at / 1000.0, 'unixepoch') AS created_at,
  strftime('%Y-%m-%d %H:%M:%f+00:00', seen_at / 1000.0, 'unixepoch') AS last_seen_at,
  strftime('%Y-%m-%d %H:%M:%f+00:00', expires_at / 1000.0, 'unixepoch') AS expires_at,
  strftime('%Y-%m-%d %H:%M:%f+00:00', absolute_at / 1000.0, 'unixepoch') AS absolute_expires_at,
  strftime('%Y-%m-%d %H:%M:%f+00:00', ended_at / 1000.0, 'unixepoch') AS ended_at,
  end_reason
FROM ss_session;

CREATE TABLE IF NOT EXISTS ss_meta (version INTEGER NOT NULL);
INSERT INTO ss_meta (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM ss_meta);
