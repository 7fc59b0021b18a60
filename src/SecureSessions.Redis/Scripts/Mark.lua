-- ARGV: retention, channel, id
local MARKED, ENDED, ABSENT = 1, 2, 3

if not record then
  return ABSENT
end
if reason ~= 0 then
  return ENDED
end
marked, changes = marked + 1, changes + 1
write_head()
announce(ARGV[2], ARGV[3])
return MARKED
