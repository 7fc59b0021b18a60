-- The beginning of the scripts of a user's history: reads it. A history is one string of ended sessions, the one that ended last in front.
-- Before each of them stand the millisecond of its end, a double, and its length in 2 bytes, little-endian. A place of length 0 says when
-- the user was forgotten: no session that ended until then is added. It stays as long as a call from before may be under way.
local PLACE, FORGOTTEN_FOR = '<dH', 300000

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local history, from = redis.call('GET', KEYS[1]) or '', 1
local past, forgotten = {}, 0
while from <= #history do
  local ended, length, start = struct.unpack(PLACE, history, from)
  from = start + length
  if length > 0 then
    past[#past + 1] = {ended = ended, session = string.sub(history, start, from - 1)}
  elseif ended > now - FORGOTTEN_FOR then
    forgotten = ended
  end
end
