-- ARGV: retention, expected version, payload, and for a change of the secret: new hash, and for a renewal: successor, grace
local REPLACED, CONFLICT, GONE = 1, 2, 3

local payload, hash, successor, grace = ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local renews, regenerates = successor ~= nil, hash ~= nil and successor == nil

local s = read()
if not s or s.e then
  return GONE
end
if s.v ~= tonumber(ARGV[2]) or (renews and renewal_under_way(s)) then
  return CONFLICT
end

redis.call('HSET', key, 'v', s.v + 1, 'p', payload)
if not hash then
  return REPLACED
end

local spent = s.s
local function spend(replaced, at)
  spent = spent .. replaced .. string.format('%013.0f', at)
end

if s.r then
  spend(s.r, math.min(now, replaced_spent_at(s)))
  redis.call('HDEL', key, 'r', 'x', 'g', 'f')
end
if regenerates then
  spend(s.h, now)
  redis.call('HSET', key, 'k', now)
else
  redis.call('HSET', key, 'r', s.h, 'x', successor, 'g', grace)
end
redis.call('HSET', key, 'h', hash)
if spent ~= s.s then
  redis.call('HSET', key, 's', string.sub(spent, -SPENT_SIZE * SPENT_COUNT))
end
return REPLACED
