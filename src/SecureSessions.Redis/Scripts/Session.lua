-- The rules of a session, for all of its scripts. A session whose deadline has passed is ended here, so that nothing depends on the
-- server's own expiry.
local IDLE_TIMEOUT, ABSOLUTE_TIMEOUT = 4, 5

local user, label, payload, successor, spent = '', '', '', '', ''
local replaced

local function head()
  user_size, label_size, payload_size, renewal_size = #user, #label, #payload, replaced and HASH_SIZE + #successor or 0
  return struct.pack(HEAD, FORMAT, reason, reported, created, absolute, idle, seen, issued, ended, grace, confirmed, version, marked,
    changes, hash, user_size, label_size, payload_size, renewal_size)
end

local function idle_deadline()
  return math.min(seen + idle, absolute)
end

-- How long the record is kept follows from the record alone. While the session lives, and once it has timed out, that is a second longer
-- than the session and its retention, because the server counts from the start of the script, which is before `now`.
local function time_to_live()
  local is_timeout = reason == IDLE_TIMEOUT or reason == ABSOLUTE_TIMEOUT
  local deadline = (reason == 0 or is_timeout) and idle_deadline() + 1000 or absolute
  return whole(math.max(deadline - now + retention, 1))
end

-- A full server refuses a script that may need memory, unless the script has written before, and PEXPIRE needs none. What follows PEXPIRE
-- is done on a full server as well. So a full server ends no session, and prevents no sign-out.
local function write_in_any_case()
  redis.call('PEXPIRE', key, time_to_live())
end

local function write_head()
  local bytes = head()
  write_in_any_case()
  redis.call('SETRANGE', key, 0, bytes)
  record = bytes .. string.sub(record, #bytes + 1)
end

local function write(for_milliseconds)
  record = head() .. user .. label .. payload .. (replaced or '') .. successor .. spent
  redis.call('SET', key, record, 'PX', for_milliseconds)
end

local function end_session(why, when)
  reason, ended, payload, successor = why, when, '', ''
  write_in_any_case()
  write(time_to_live())
end

-- An announcement is only a hint. If this connection may not publish, the script must not fail.
local function announce(channel, id)
  redis.pcall('PUBLISH', channel, id)
end

-- When the replaced secret of a renewal ceases to be accepted: never, while the renewal is pending.
local function replaced_spent_at()
  return confirmed > 0 and confirmed + grace or math.huge
end

local function renewal_under_way()
  return replaced and now < replaced_spent_at()
end

if record then
  local from = body
  local function cut(size)
    from = from + size
    return string.sub(record, from - size, from - 1)
  end

  user, label, payload = cut(user_size), cut(label_size), cut(payload_size)
  if renewal_size > 0 then
    replaced, successor = cut(HASH_SIZE), cut(renewal_size - HASH_SIZE)
  end
  spent = string.sub(record, from)

  local deadline = idle_deadline()
  if reason == 0 and now >= deadline then
    end_session(deadline < absolute and IDLE_TIMEOUT or ABSOLUTE_TIMEOUT, deadline)
  end
end
