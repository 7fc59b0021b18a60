-- ARGV: retention
return facts and {whole(now), facts, user, redis.call('HGET', key, 'l') or ''} or {}
