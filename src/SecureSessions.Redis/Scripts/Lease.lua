-- Returns the deadlines that are due, and postpones each of them until the lease expires. ARGV: how many, lease
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local due = redis.call('ZRANGE', KEYS[1], '-inf', whole(now), 'BYSCORE', 'LIMIT', 0, ARGV[1], 'WITHSCORES')
for i = 1, #due, 2 do
  redis.call('ZADD', KEYS[1], whole(now + ARGV[2]), due[i])
end
return {whole(now), due}
