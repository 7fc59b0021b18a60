-- The key only says which server is asked. A script, since a bare command makes the client library lose track of the database: it would select it anew each time.
return redis.call('TIME')
