-- Removes a member from a user's list, or from a queue of deadlines. ARGV: member
return redis.call('ZREM', KEYS[1], ARGV[1])
