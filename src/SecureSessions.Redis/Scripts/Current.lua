-- Answers most finds, and stands before the rules for their sake: the secret is the current one, and there is nothing to write. What
-- follows would give the same answer. ARGV: retention, hash, mode, formats
local CURRENT, PENDING, GRACE, SPENT, ENDED, WRONG_SECRET, UNKNOWN = 1, 2, 3, 4, 5, 6, 7
local ACTIVE, REREAD = '1', '3'

local presented, mode, formats = ARGV[2], ARGV[3], ARGV[4]

-- A plain comparison reveals at most how far two hashes agree, and nothing of the secret.
if record and hash == presented and reason == 0 and now < seen + idle and now < absolute
  and (mode ~= ACTIVE or now - seen < ACTIVITY_INTERVAL) and (renewal_size == 0 or confirmed > 0) then
  return {CURRENT, now, renewal_size > 0 and now < confirmed + grace and 1 or 0, visible()}
end
