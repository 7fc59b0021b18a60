-- Returns a user's list with scores, in the order of the reservations.
return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
