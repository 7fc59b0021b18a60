-- What all scripts of a session begin with: they read it, and carry out what its deadline has done, so that nothing depends on the server's
-- own expiry. Times are Unix milliseconds by this server's clock.
--
-- A session is a hash of few fields, since each costs time and memory:
--   m  facts, packed: created, absolute deadline, idle timeout, last activity, version, since when the secret's age counts,
--      why it ended (0: it lives), when, whether an arriving request was told of a timeout, how often it was marked, how often its
--      privileges changed; then the hash of the secret
--   u  user    p  payload    l  label
--   r  the last renewal, packed: grace, when it was confirmed (0: pending), the replaced hash; then the successor
--   s  spent secrets, oldest first, 45 bytes each: hash, and since when in 13 digits
-- Version 0 never was a session: it bars an id under which a create may still be on its way.
local FACTS, RENEWAL = '<dddddddddddc32', '<ddc32'
local IDLE_TIMEOUT, ABSOLUTE_TIMEOUT = 4, 5
local STEP = 1000

local key, retention = KEYS[1], tonumber(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local created, absolute, idle, seen, version, issued, reason, ended, told, marked, changes, hash
local grace, confirmed, replaced, successor
local fields = redis.call('HMGET', key, 'm', 'u', 'p', 'r')
local facts, user, payload = fields[1], fields[2] or '', fields[3]

-- What only takes the place of as many bytes is for a full server too: it refuses scripts that have not written anything yet, and to delete a
-- field that nobody has is to write. So it signs nobody out, and keeps nobody from signing out.
local function overwrite(field, value)
  local answer = redis.pcall('HSET', key, field, value)
  if type(answer) == 'table' and answer.err then
    redis.call('HDEL', key, '-')
    redis.call('HSET', key, field, value)
  end
end

local function write_facts()
  facts = struct.pack(FACTS, created, absolute, idle, seen, version, issued, reason, ended, told, marked, changes, hash)
  overwrite('m', facts)
end

local function idle_deadline()
  return math.min(seen + idle, absolute)
end

local function keep_until(deadline)
  redis.call('PEXPIRE', key, whole(math.max(deadline - now + retention, 1)))
end

-- Activity moves the key's expiry once in each second of the clock, by whatever comes first in it. What comes later in the same second finds
-- the key kept for less than a step too short, and so it is kept a step longer.
local function step_of(time)
  return math.floor(time / STEP)
end

local function keep_until_idle()
  keep_until(idle_deadline() + STEP)
end

local function bury(why, when)
  reason, ended = why, when
  write_facts()
  redis.call('HDEL', key, 'p')
  if replaced then
    redis.call('HSET', key, 'r', struct.pack(RENEWAL, grace, confirmed, replaced))
  end
end

-- Only a hint, so it must not fail what it tells of where this connection may not publish.
local function announce(channel, id)
  redis.pcall('PUBLISH', channel, id)
end

-- When the secret that a renewal replaced ceases to be served: never, while the renewal is pending.
local function replaced_spent_at()
  return confirmed > 0 and confirmed + grace or math.huge
end

local function renewal_under_way()
  return replaced and now < replaced_spent_at()
end

if facts then
  created, absolute, idle, seen, version, issued, reason, ended, told, marked, changes, hash = struct.unpack(FACTS, facts)
  if fields[4] then
    local rest
    grace, confirmed, replaced, rest = struct.unpack(RENEWAL, fields[4])
    successor = string.sub(fields[4], rest)
  end
  local deadline = idle_deadline()
  if reason == 0 and now >= deadline then
    bury(deadline < absolute and IDLE_TIMEOUT or ABSOLUTE_TIMEOUT, deadline)
  end
end
