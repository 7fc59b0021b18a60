-- ARGV: retention, hash, mode
local CURRENT, PENDING, GRACE, SPENT, ENDED, WRONG_SECRET, UNKNOWN = 1, 2, 3, 4, 5, 6, 7
local ACTIVE, REREAD = 1, 3

local hash, mode = ARGV[2], tonumber(ARGV[3])

local function spent_at(s)
  for from = 1, #s.s, SPENT_SIZE do
    if string.sub(s.s, from, from + 31) == hash then
      return tonumber(string.sub(s.s, from + 32, from + SPENT_SIZE - 1))
    end
  end
  return nil
end

-- A plain comparison tells how far two hashes agree, and so nothing about the secret behind.
local function judge(s)
  if s.h == hash then
    return CURRENT
  end
  if s.r == hash then
    if not s.f then
      return PENDING
    end
    if mode == REREAD or renewal_under_way(s) then
      return GRACE
    end
    return SPENT, replaced_spent_at(s)
  end
  local since = spent_at(s)
  if since then
    return SPENT, since
  end
  return WRONG_SECRET
end

local s = read()
if not s then
  return {UNKNOWN, now}
end

local status, since = judge(s)
if status == WRONG_SECRET then
  return {s.e and UNKNOWN or WRONG_SECRET, now}
end

if s.e then
  local timed_out = s.e == IDLE_TIMEOUT or s.e == ABSOLUTE_TIMEOUT
  local first = timed_out and not s.n and mode ~= REREAD
  if first then
    redis.call('HSET', key, 'n', 1)
  end
  return {ENDED, now, s.u or '', s.e, s.t, first and 1 or 0}
end

if status == SPENT then
  return {SPENT, now, since}
end

if status == CURRENT and s.r and not s.f and mode ~= REREAD then
  s.f, s.k = now, now
  redis.call('HSET', key, 'f', now, 'k', now)
end

if mode == ACTIVE then
  s.l = now
  redis.call('HSET', key, 'l', now)
  keep_until(idle_deadline(s))
end

return {status, now, s.v, s.u or '', s.c, s.l, idle_deadline(s), s.a, s.k, renewal_under_way(s) and 1 or 0, s.p, s.x or ''}
