-- ARGV: retention
return facts and {now, facts, user, redis.call('HGET', key, 'l') or ''} or {}
