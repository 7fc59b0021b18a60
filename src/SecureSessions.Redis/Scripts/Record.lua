-- The beginning of all scripts of a session: reads it. Times are Unix milliseconds by the clock of this server.
--
-- A session is one string, since a hash costs it more memory and time. Its layout is little-endian:
--   format            1 byte    of this layout
--   reason            1         why it ended; 0: it lives
--   reported          1         whether the timeout was reported: 0 or 1
--   created, absolute deadline, idle timeout, last activity, from when the age of the secret counts, when it ended: 6 doubles
--   grace, confirmed  2 doubles of the last renewal: how long the replaced secret is accepted, and from when (0: the renewal is pending)
--   version, how often it was marked, how often its privileges changed: 3 x 4 bytes. 2^31 is added to the marks if one of them demands that
--     the user authenticates again
--   hash              32        of the secret
--   lengths           4 x 4     of the user, the label, the payload, and the renewal (0: there was none)
--   user, label, payload
--   renewal           the replaced hash, then the successor
--   spent secrets     the rest, oldest first, 40 bytes each: hash, and since when it is spent, a double
-- What stands before the user is the head. A record of version 0 never was a session. It bars the id, because a create of this id may
-- still be under way.
local FORMAT, HEAD, HASH_SIZE, REAUTHENTICATE = 1, '<BBBddddddddIIIc32IIII', 32, 2147483648

-- Activity is noted once in this time: most reads write nothing, and nothing has to be replicated or put on a disk for them. A session ends
-- up to that much early, and never late.
local ACTIVITY_INTERVAL = 1000

local key, retention = KEYS[1], tonumber(ARGV[1])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local format, reason, reported, created, absolute, idle, seen, issued, ended, grace, confirmed, version, marked, changes, hash
local user_size, label_size, payload_size, renewal_size, body
local record = redis.call('GET', key)
if record then
  format, reason, reported, created, absolute, idle, seen, issued, ended, grace, confirmed, version, marked, changes, hash,
    user_size, label_size, payload_size, renewal_size, body = struct.unpack(HEAD, record)
  if format ~= FORMAT then
    error('a record of another format')
  end
end

-- What a node gets to see: all but the spent secrets. Most sessions have none, and to cut costs time.
local function visible()
  local size = body - 1 + user_size + label_size + payload_size + renewal_size
  return size == #record and record or string.sub(record, 1, size)
end
