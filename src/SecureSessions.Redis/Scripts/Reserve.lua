-- A user's list: a sorted set of ids, scored by the microsecond of their reservation. ARGV: id, time to live, limit ('' for none)
local clock = redis.call('TIME')
redis.call('ZADD', KEYS[1], 'NX', whole(clock[1] * 1000000 + clock[2]), ARGV[1])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[2]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
if ARGV[3] == '' then
  return {}
end
local excess = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[3])
return excess > 0 and redis.call('ZRANGE', KEYS[1], 0, whole(excess - 1)) or {}
