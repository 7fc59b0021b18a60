-- What all scripts of a session begin with. A session is one hash; times are Unix milliseconds by this server's clock.
--   c created    a absolute deadline    i idle timeout    l last activity    u user
--   v version    p payload    h hash of the secret    k since when the secret's age counts
--   r hash that a renewal replaced    x successor    g grace    f when the renewal was confirmed; absent: pending
--   s spent secrets, oldest first, 45 bytes each: hash 32, since when 13 digits
--   e why it ended    t when    n set once an arriving request was told of a timeout
-- A hash with neither v nor h never was a session: it bars an id under which a create may still be on its way.
local IDLE_TIMEOUT, ABSOLUTE_TIMEOUT = 4, 5
local SPENT_SIZE, SPENT_COUNT = 45, 32

local key = KEYS[1]
local retention = tonumber(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function keep_until(deadline)
  redis.call('PEXPIRE', key, math.max(deadline - now + retention, 1))
end

local function idle_deadline(s)
  return math.min(s.l + s.i, s.a)
end

local function bury(s, reason, at)
  s.e, s.t = reason, at
  redis.call('HSET', key, 'e', reason, 't', at)
  redis.call('HDEL', key, 'p', 'x')
end

-- Reads the session and carries out what its deadline has done, so that nothing depends on the server's own expiry.
local function read()
  local f = redis.call('HMGET', key, 'c', 'a', 'i', 'l', 'u', 'v', 'p', 'h', 'k', 'r', 'x', 'g', 'f', 's', 'e', 't', 'n')
  if not f[1] then
    return nil
  end
  local s = {
    c = tonumber(f[1]), a = tonumber(f[2]), i = tonumber(f[3]), l = tonumber(f[4]), u = f[5],
    v = tonumber(f[6] or 0), p = f[7], h = f[8], k = tonumber(f[9] or 0),
    r = f[10], x = f[11], g = tonumber(f[12] or 0), f = tonumber(f[13]), s = f[14] or '',
    e = tonumber(f[15]), t = tonumber(f[16]), n = f[17],
  }
  local deadline = idle_deadline(s)
  if not s.e and now >= deadline then
    bury(s, deadline < s.a and IDLE_TIMEOUT or ABSOLUTE_TIMEOUT, deadline)
  end
  return s
end

-- When the secret that a renewal replaced ceases to be served: never, while the renewal is pending.
local function replaced_spent_at(s)
  return s.f and s.f + s.g or math.huge
end

local function renewal_under_way(s)
  return s.r and now < replaced_spent_at(s)
end

-- The public facts, at the end of an answer.
local function summary(s, ...)
  local answer = {...}
  for _, fact in ipairs({now, s.e and 0 or s.v, s.u or '', s.c, s.l, idle_deadline(s), s.a, s.e or 0, s.t or 0}) do
    answer[#answer + 1] = fact
  end
  return answer
end
