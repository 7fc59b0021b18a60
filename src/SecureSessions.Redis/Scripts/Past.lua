-- The beginning of the scripts of a user's history: reads it. A history is one string of ended sessions, the one that ended last in front.
-- Before each of them stand the millisecond of its end, a double, and its length in 2 bytes, little-endian.
local PLACE = '<dH'

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local history, from = redis.call('GET', KEYS[1]) or '', 1
local past = {}
while from <= #history do
  local ended, length, start = struct.unpack(PLACE, history, from)
  from = start + length
  past[#past + 1] = {ended = ended, session = string.sub(history, start, from - 1)}
end
