-- A user's list, the one that was listed first in front, each with its score.
return redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
