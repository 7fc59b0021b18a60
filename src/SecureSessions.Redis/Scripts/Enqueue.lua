-- A queue of deadlines: a sorted set of reservations, scored by the millisecond of their deadline. ARGV: reservation, due, time to live
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[3]) then
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 1
