-- Keeps a signing key, which a node has sealed, and returns the one that is kept.
-- ARGV: key, until when it is kept, what it replaces ('' for nothing)
local kept = redis.call('GET', KEYS[1])
if kept and kept ~= ARGV[3] then
  return kept
end
local clock = redis.call('TIME')
local left = ARGV[2] - clock[1] * 1000 - math.floor(clock[2] / 1000)
if left > 0 then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', whole(left))
end
return ARGV[1]
