-- ARGV: retention
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
return redis.call('ZRANGE', KEYS[1], '+inf', whole(now - ARGV[1]), 'BYSCORE', 'REV')
