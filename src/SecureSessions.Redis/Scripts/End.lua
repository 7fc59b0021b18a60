-- ARGV: retention, reason, expected version ('' for any), how long the id of no session is barred, channel, id
local ENDED, ALREADY_ENDED, ABSENT, CONFLICT = 1, 2, 3, 4

local why, expected = tonumber(ARGV[2]), ARGV[3]

local function answer(status)
  return {status, now, visible()}
end

if not record then
  reason, reported, created, absolute, idle, seen, issued, ended = why, 0, now, now, 0, now, now, now
  grace, confirmed, version, marked, changes = 0, 0, 0, 0, 0
  hash = string.rep('\0', HASH_SIZE)
  write(ARGV[4])
  return {ABSENT}
end
if reason ~= 0 then
  return answer(ALREADY_ENDED)
end
if expected ~= '' and version ~= tonumber(expected) then
  return answer(CONFLICT)
end

end_session(why, now)
announce(ARGV[5], ARGV[6])
return answer(ENDED)
