-- ARGV: retention, window, created, absolute deadline, idle timeout, hash, payload, user ('' for none)
local CREATED, CONFLICT, OUTSIDE_WINDOW = 1, 2, 3

local created, absolute, idle = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
if math.abs(now - created) > tonumber(ARGV[2]) then
  return OUTSIDE_WINDOW
end
if redis.call('EXISTS', key) == 1 then
  return CONFLICT
end
redis.call('HSET', key, 'c', created, 'a', absolute, 'i', idle, 'l', now, 'v', 1, 'h', ARGV[6], 'k', created, 'p', ARGV[7])
if ARGV[8] ~= '' then
  redis.call('HSET', key, 'u', ARGV[8])
end
keep_until(math.min(now + idle, absolute))
return CREATED
