-- The key only says which server is asked.
return redis.call('TIME')
