-- ARGV: retention, reason, expected version ('' for any), how long the id of no session is barred, channel, id
local ENDED, ALREADY_ENDED, ABSENT, CONFLICT = 1, 2, 3, 4

local why, expected = tonumber(ARGV[2]), ARGV[3]

local function answer(status)
  return {status, whole(now), facts, user, redis.call('HGET', key, 'l') or ''}
end

if not facts then
  created, absolute, idle, seen, version, issued, reason, ended, reported, marked, changes, hash = now, now, 0, now, 0, now, why, now, 0, 0, 0, string.rep('\0', 32)
  write_facts()
  redis.call('PEXPIRE', key, ARGV[4])
  return {ABSENT}
end
if reason ~= 0 then
  return answer(ALREADY_ENDED)
end
if expected ~= '' and version ~= tonumber(expected) then
  return answer(CONFLICT)
end

end_session(why, now)
keep_until(absolute)
announce(ARGV[5], ARGV[6])
return answer(ENDED)
