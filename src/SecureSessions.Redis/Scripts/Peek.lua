-- ARGV: retention
return record and {now, visible()} or {}
