-- ARGV: retention, expected version, payload, the mark that the payload answers, whether there is a new label, the label, new hash ('' for none).
-- A renewal adds: successor, grace. A regeneration adds: '', '', channel, id.
local REPLACED, CONFLICT, GONE = 1, 2, 3
local SPENT_LENGTH = 45 * 32

local new_hash, new_successor = ARGV[7] ~= '' and ARGV[7], ARGV[8]
local renews = new_hash and new_successor ~= ''

if not facts or reason ~= 0 then
  return GONE
end
if version ~= tonumber(ARGV[2]) or (renews and renewal_under_way()) then
  return CONFLICT
end

version = version + 1
redis.call('HSET', key, 'p', ARGV[3])
if ARGV[5] == '1' then
  redis.call('HSET', key, 'l', ARGV[6])
end
if marked == tonumber(ARGV[4]) then
  marked = 0
end

if new_hash then
  local spent = {redis.call('HGET', key, 's') or ''}
  local function spend(secret, at)
    spent[#spent + 1] = secret .. string.format('%013.0f', at)
  end

  if replaced then
    spend(replaced, math.min(now, replaced_spent_at()))
  end
  if renews then
    redis.call('HSET', key, 'r', struct.pack(RENEWAL, tonumber(ARGV[9]), 0, hash) .. new_successor)
  else
    spend(hash, now)
    redis.call('HDEL', key, 'r')
    issued, changes = now, changes + 1
  end
  if #spent > 1 then
    redis.call('HSET', key, 's', string.sub(table.concat(spent), -SPENT_LENGTH))
  end
  hash = new_hash
end

write_facts()
if new_hash and not renews then
  announce(ARGV[10], ARGV[11])
end
return REPLACED
