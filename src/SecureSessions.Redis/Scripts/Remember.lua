-- A user's history: a sorted set of ended sessions scored by the millisecond of their end. ARGV: session, ended, retention, greatest length
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', whole(now - ARGV[3]))
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, whole(-1 - ARGV[4]))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
