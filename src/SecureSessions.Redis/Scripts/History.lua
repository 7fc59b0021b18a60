-- ARGV: retention
local shown = {}
for _, one in ipairs(past) do
  if one.ended >= now - ARGV[1] then
    shown[#shown + 1] = one.session
  end
end
return shown
