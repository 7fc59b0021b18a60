-- ARGV: retention, whether to demand a new authentication, channel, id
local MARKED, ENDED, ABSENT = 1, 2, 3

if not record then
  return ABSENT
end
if reason ~= 0 then
  return ENDED
end
if ARGV[2] == '1' and marked < REAUTHENTICATE then
  marked = marked + REAUTHENTICATE
end
marked, changes = marked + 1, changes + 1
write_head()
announce(ARGV[3], ARGV[4])
return MARKED
