-- ARGV and names: see Attempts.lua; then how many networks are remembered. A key whose time to live is 0 is deleted.
local forgotten = failures
failures, recent = 0, recent - 1
redis.call('PEXPIRE', KEYS[2], 0)
if recent > 0 then
  keep_account(window)
else
  redis.call('PEXPIRE', KEYS[1], 0)
end

if network ~= '' then
  redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', whole(now - remembered))
  redis.call('ZADD', KEYS[3], whole(now), network)
  redis.call('ZREMRANGEBYRANK', KEYS[3], 0, whole(-1 - ARGV[4]))
  redis.call('PEXPIRE', KEYS[3], whole(remembered))
end
return forgotten
