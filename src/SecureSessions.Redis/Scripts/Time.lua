-- The key only decides which server is asked.
return redis.call('TIME')
