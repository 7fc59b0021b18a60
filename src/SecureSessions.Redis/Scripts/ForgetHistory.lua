-- An entry without a session says since when the history begins anew. A full server would refuse to write it, unless a command that needs no
-- memory has come before.
redis.call('PEXPIRE', KEYS[1], FORGOTTEN_FOR)
redis.call('SET', KEYS[1], struct.pack(PLACE, now, 0), 'PX', FORGOTTEN_FOR)
return 1
