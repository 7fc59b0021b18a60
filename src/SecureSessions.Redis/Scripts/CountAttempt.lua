-- ARGV and names: see Attempts.lua; then failures of a source, its first wait, its longest wait, failures of an account, its wait, for how
-- long a failure keeps the count of its account, and the most of that
local free, first_wait, max_wait = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local account_free, account_wait = tonumber(ARGV[7]), tonumber(ARGV[8])
local retention, longest = tonumber(ARGV[9]), tonumber(ARGV[10])

local own, own_last = 0, 0
local source = redis.call('GET', KEYS[2])
if source then
  own, own_last = struct.unpack(SOURCE, source)
  own_last = math.min(own_last, now)
end

local function is_known()
  if network == '' then
    return false
  end
  for _, known in ipairs(redis.call('ZRANGE', KEYS[3], whole(now - remembered), '+inf', 'BYSCORE')) do
    if known == network then
      return true
    end
  end
  return false
end
local known = is_known()

local function wait_of_source()
  return own < free and 0 or math.min(first_wait * 2 ^ (own - free), max_wait)
end
local function wait_of_account()
  return (known or recent < account_free) and 0 or account_wait
end

local wait = math.max(own_last + wait_of_source() - now, last + wait_of_account() - now)
if wait > 0 then
  return {0, whole(wait), failures}
end

failures, recent, own, last = failures + 1, recent + 1, own + 1, now
keep_account(math.max(math.min(failures * retention, longest), window))
redis.call('SET', KEYS[2], struct.pack(SOURCE, own, now), 'PX', whole(wait_of_source() + window))
return {1, whole(math.max(wait_of_source(), wait_of_account())), failures - 1}
