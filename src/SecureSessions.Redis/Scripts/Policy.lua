-- What the server does when its memory is full; '' if it does not say. A script, since the client library sends INFO for administrators only.
return string.match(redis.call('INFO', 'memory'), 'maxmemory_policy:([%w-]+)') or ''
