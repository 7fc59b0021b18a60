-- The attempts to sign in to an account, which one slot has. Times are Unix milliseconds by the clock of this server. Little-endian:
--   KEYS[1]  by one method: consecutive failures, failures within the window, 4 bytes each; when the window began, when the last attempt
--            was, doubles
--   KEYS[2]  of one source by that method: failures, 4 bytes; when the last attempt was, a double
--   KEYS[3]  networks that have signed in: a sorted set, scored by the last time
-- ARGV: network ('' for none), for how long networks are remembered, window
local ACCOUNT, SOURCE = '<IIdd', '<Id'

local network, remembered, window = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local failures, recent, since, last = 0, 0, now, 0
local account = redis.call('GET', KEYS[1])
if account then
  failures, recent, since, last = struct.unpack(ACCOUNT, account)
end
-- A clock that was set back neither lengthens a wait nor the window.
since, last = math.min(since, now), math.min(last, now)
if now - since >= window then
  recent, since = 0, now
end

local function keep_account(for_milliseconds)
  redis.call('SET', KEYS[1], struct.pack(ACCOUNT, failures, recent, since, last), 'PX', whole(for_milliseconds))
end
