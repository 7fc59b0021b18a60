-- ARGV: retention
local MARKED, ENDED, ABSENT = 1, 2, 3

if not facts then
  return ABSENT
end
if reason ~= 0 then
  return ENDED
end
marked = marked + 1
write_facts()
return MARKED
