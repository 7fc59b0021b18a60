-- ARGV: retention, window, created, absolute deadline, idle timeout, hash, payload, user and label ('' for none)
local CREATED, CONFLICT, OUTSIDE_WINDOW = 1, 2, 3

local began = tonumber(ARGV[3])
if math.abs(now - began) > tonumber(ARGV[2]) then
  return OUTSIDE_WINDOW
end
if record then
  return CONFLICT
end
reason, reported, created, absolute, idle, seen, issued, ended = 0, 0, began, tonumber(ARGV[4]), tonumber(ARGV[5]), now, began, 0
grace, confirmed, version, marked, changes = 0, 0, 1, 0, 0
hash, payload, user, label = ARGV[6], ARGV[7], ARGV[8], ARGV[9]
write(time_to_live())
return CREATED
