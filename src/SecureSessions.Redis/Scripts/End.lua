-- ARGV: retention, reason, expected version ('' for any), how long an id is barred, channel, id
local ENDED, ALREADY_ENDED, ABSENT, CONFLICT = 1, 2, 3, 4

local reason, expected = tonumber(ARGV[2]), ARGV[3]

local s = read()
if not s then
  redis.call('HSET', key, 'c', now, 'a', now, 'i', 0, 'l', now, 'e', reason, 't', now)
  redis.call('PEXPIRE', key, ARGV[4])
  return {ABSENT}
end
if s.e then
  return summary(s, ALREADY_ENDED)
end
if expected ~= '' and s.v ~= tonumber(expected) then
  return summary(s, CONFLICT)
end

bury(s, reason, now)
keep_until(s.a)
-- Only a hint, so it must not fail the end where the user of this connection may not publish.
redis.pcall('PUBLISH', ARGV[5], ARGV[6])
return summary(s, ENDED)
