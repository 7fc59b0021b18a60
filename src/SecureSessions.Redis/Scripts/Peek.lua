-- ARGV: retention
return facts and {now, facts, user} or {}
