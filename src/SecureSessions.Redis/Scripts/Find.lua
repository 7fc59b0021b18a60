-- ARGV: retention, hash, mode, formats. A payload of another format is from a newer node, and no request is served with it.
local CURRENT, PENDING, GRACE, SPENT, ENDED, WRONG_SECRET, UNKNOWN = 1, 2, 3, 4, 5, 6, 7
local ACTIVE, REREAD = '1', '3'
local SPENT_SIZE = 45

local presented, mode, formats = ARGV[2], ARGV[3], ARGV[4]

if not facts or version == 0 then
  return {UNKNOWN, whole(now)}
end

local function find_spent()
  local spent = redis.call('HGET', key, 's') or ''
  for from = 1, #spent, SPENT_SIZE do
    if string.sub(spent, from, from + 31) == presented then
      return SPENT, tonumber(string.sub(spent, from + 32, from + SPENT_SIZE - 1))
    end
  end
  return WRONG_SECRET
end

-- A plain comparison reveals at most how far two hashes agree, and nothing of the secret.
local function judge()
  if hash == presented then
    return CURRENT
  end
  if replaced ~= presented then
    return find_spent()
  end
  if confirmed == 0 then
    return PENDING
  end
  if renewal_under_way() or mode == REREAD then
    return GRACE
  end
  return SPENT, replaced_spent_at()
end

local status, since = judge()
if status == WRONG_SECRET then
  return {reason == 0 and WRONG_SECRET or UNKNOWN, whole(now)}
end

if reason ~= 0 then
  local first = reported == 0 and (reason == IDLE_TIMEOUT or reason == ABSOLUTE_TIMEOUT) and mode ~= REREAD
  if first then
    reported = 1
    write_facts()
  end
  return {ENDED, whole(now), user, whole(reason), whole(ended), first and 1 or 0}
end

if status == SPENT then
  return {SPENT, whole(now), whole(since)}
end

if status == CURRENT and confirmed == 0 and mode ~= REREAD then
  confirmed, issued = now, now
  overwrite('r', struct.pack(RENEWAL, grace, confirmed, replaced) .. successor)
  write_facts()
end

if mode == ACTIVE and now - seen >= ACTIVITY_INTERVAL and string.find(formats, string.sub(payload, 1, 1), 1, true) then
  seen = now
  write_facts()
  keep_until_idle()
end

return {status, whole(now), facts, user, renewal_under_way() and 1 or 0, payload, successor or ''}
