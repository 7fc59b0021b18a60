-- The devices that a user has signed in from: a sorted set of devices, scored by the millisecond of the last sign-in.
-- ARGV: device, time, how many of its first bytes identify a device, retention, greatest length, how long a user stays forgotten
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', whole(now - ARGV[4]))
local known, forgotten = {}, 0
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1, 'REV')) do
  local at = string.match(member, '^forgotten (%d+)$')
  if not at then
    known[#known + 1] = member
  elseif tonumber(at) > now - ARGV[6] then
    forgotten = tonumber(at)
  else
    redis.call('ZREM', KEYS[1], member)
  end
end
if tonumber(ARGV[2]) <= forgotten then
  return known
end

local same = tonumber(ARGV[3])
for _, device in ipairs(known) do
  if string.sub(device, 1, same) == string.sub(ARGV[1], 1, same) then
    redis.call('ZREM', KEYS[1], device)
  end
end
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, whole(-1 - ARGV[5]))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return known
