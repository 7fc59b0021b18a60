-- The beginning of all scripts of a session. It reads the session and ends it if its deadline has passed, so that nothing depends on the server's
-- own expiry. Times are Unix milliseconds by the clock of this server.
--
-- A session is a hash of few fields, since each costs time and memory:
--   m  facts, packed: created, absolute deadline, idle timeout, last activity, version, from when the age of the secret counts,
--      why it ended (0: it lives), when, whether the timeout was reported (0 or 1), how often it was marked, how often its
--      privileges changed; then the hash of the secret
--   u  user    p  payload    l  label
--   r  the last renewal, packed: grace, when it was confirmed (0: pending), the replaced hash; then the successor
--   s  spent secrets, oldest first, 45 bytes each: hash, and in 13 digits since when it is spent
-- A hash of version 0 never was a session. It bars the id, because a create of this id may still be under way.
local FACTS, RENEWAL = '<dddddddddddc32', '<ddc32'
local IDLE_TIMEOUT, ABSOLUTE_TIMEOUT = 4, 5

-- Activity is noted once in this time: most reads write nothing, and nothing has to be replicated or put on a disk for them. A session ends up to that
-- much early, and never late.
local ACTIVITY_INTERVAL = 1000

local key, retention = KEYS[1], tonumber(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local created, absolute, idle, seen, version, issued, reason, ended, reported, marked, changes, hash
local grace, confirmed, replaced, successor
local fields = redis.call('HMGET', key, 'm', 'u', 'p', 'r')
local facts, user, payload = fields[1], fields[2] or '', fields[3]

-- Overwrites a field with a value of the same length, which must work on a full server as well. A full server refuses a script that has not written
-- anything yet, but a deletion of a field that does not exist counts as a write. So a full server ends no session, and prevents no sign-out.
local function overwrite(field, value)
  local answer = redis.pcall('HSET', key, field, value)
  if type(answer) == 'table' and answer.err then
    redis.call('HDEL', key, '-')
    redis.call('HSET', key, field, value)
  end
end

local function write_facts()
  facts = struct.pack(FACTS, created, absolute, idle, seen, version, issued, reason, ended, reported, marked, changes, hash)
  overwrite('m', facts)
end

local function idle_deadline()
  return math.min(seen + idle, absolute)
end

local function keep_until(deadline)
  redis.call('PEXPIRE', key, whole(math.max(deadline - now + retention, 1)))
end

-- A second longer than the session and its retention, because PEXPIRE counts from the start of the script, which is before `now`.
local function keep_until_idle()
  keep_until(idle_deadline() + 1000)
end

local function end_session(why, when)
  reason, ended = why, when
  write_facts()
  redis.call('HDEL', key, 'p')
  if replaced then
    redis.call('HSET', key, 'r', struct.pack(RENEWAL, grace, confirmed, replaced))
  end
end

-- An announcement is only a hint. If this connection may not publish, the script must not fail.
local function announce(channel, id)
  redis.pcall('PUBLISH', channel, id)
end

-- When the replaced secret of a renewal ceases to be accepted: never, while the renewal is pending.
local function replaced_spent_at()
  return confirmed > 0 and confirmed + grace or math.huge
end

local function renewal_under_way()
  return replaced and now < replaced_spent_at()
end

if facts then
  created, absolute, idle, seen, version, issued, reason, ended, reported, marked, changes, hash = struct.unpack(FACTS, facts)
  if fields[4] then
    local rest
    grace, confirmed, replaced, rest = struct.unpack(RENEWAL, fields[4])
    successor = string.sub(fields[4], rest)
  end
  local deadline = idle_deadline()
  if reason == 0 and now >= deadline then
    end_session(deadline < absolute and IDLE_TIMEOUT or ABSOLUTE_TIMEOUT, deadline)
  end
end
