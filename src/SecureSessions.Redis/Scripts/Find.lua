-- A payload of another format is from a newer node, and no request is served with it. ARGV and names: see Current.lua.
local SPENT_SIZE = 40

if not record or version == 0 then
  return {UNKNOWN, now}
end

local function find_spent()
  for from = 1, #spent, SPENT_SIZE do
    if string.sub(spent, from, from + HASH_SIZE - 1) == presented then
      return SPENT, struct.unpack('<d', spent, from + HASH_SIZE)
    end
  end
  return WRONG_SECRET
end

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
  return {reason == 0 and WRONG_SECRET or UNKNOWN, now}
end

if reason ~= 0 then
  local first = reported == 0 and (reason == IDLE_TIMEOUT or reason == ABSOLUTE_TIMEOUT) and mode ~= REREAD
  if first then
    reported = 1
    write_head()
  end
  return {ENDED, now, user, reason, ended, first and 1 or 0}
end

if status == SPENT then
  return {SPENT, now, since}
end

local confirms = status == CURRENT and replaced and confirmed == 0 and mode ~= REREAD
if confirms then
  confirmed, issued = now, now
end
local is_activity = mode == ACTIVE and now - seen >= ACTIVITY_INTERVAL and string.find(formats, string.sub(payload, 1, 1), 1, true)
if is_activity then
  seen = now
end
if confirms or is_activity then
  write_head()
end

return {status, now, renewal_under_way() and 1 or 0, visible()}
