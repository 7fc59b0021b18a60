-- ARGV: retention
local s = read()
return s and summary(s) or {}
