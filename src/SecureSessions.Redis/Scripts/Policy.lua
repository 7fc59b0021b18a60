-- The server's maxmemory policy; '' if the server does not say. It is a script because the client library sends INFO for administrators only.
return string.match(redis.call('INFO', 'memory'), 'maxmemory_policy:([%w-]+)') or ''
