-- ARGV: retention, window, created, absolute deadline, idle timeout, hash, payload, user and label ('' for none)
local CREATED, CONFLICT, OUTSIDE_WINDOW = 1, 2, 3

created = tonumber(ARGV[3])
if math.abs(now - created) > tonumber(ARGV[2]) then
  return OUTSIDE_WINDOW
end
if facts then
  return CONFLICT
end
absolute, idle, seen, version, issued, reason, ended, reported, marked, changes, hash = tonumber(ARGV[4]), tonumber(ARGV[5]), now, 1, created, 0, 0, 0, 0, 0, ARGV[6]
-- This write is the first one, so that a full server refuses the create.
redis.call('HSET', key, 'p', ARGV[7])
write_facts()
if ARGV[8] ~= '' then
  redis.call('HSET', key, 'u', ARGV[8])
end
if ARGV[9] ~= '' then
  redis.call('HSET', key, 'l', ARGV[9])
end
keep_until_idle()
return CREATED
