-- A member that is no device says since when the devices begin anew. ARGV: how long that matters
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1)
redis.call('ZADD', KEYS[1], whole(now), 'forgotten ' .. whole(now))
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
