-- ARGV: session, ended, retention, greatest length
local told = {ended = tonumber(ARGV[2]), session = ARGV[1]}
if told.ended <= forgotten then
  return 1
end
local place = 1
while past[place] and past[place].ended > told.ended do
  place = place + 1
end
table.insert(past, place, told)

local kept, count = {}, 0
for _, one in ipairs(past) do
  local is_told_again = one.session == told.session and one ~= told
  if not is_told_again and one.ended > now - ARGV[3] and count < tonumber(ARGV[4]) then
    kept[#kept + 1] = struct.pack(PLACE, one.ended, #one.session) .. one.session
    count = count + 1
  end
end
if forgotten > 0 then
  kept[#kept + 1] = struct.pack(PLACE, forgotten, 0)
end
redis.call('SET', KEYS[1], table.concat(kept), 'PX', ARGV[3])
return 1
