-- ARGV: retention, expected version, payload, the mark that the payload answers, whether there is a new label, the label, new hash ('' for
-- none). A renewal adds: successor, grace, mode. A regeneration adds: '', '', channel, id.
local REPLACED, CONFLICT, GONE = 1, 2, 3
local EARLY, SUPERSEDING = 1, 2
local SPENT_LENGTH = 40 * 32

local new_hash, new_successor = ARGV[7] ~= '' and ARGV[7], ARGV[8]
local renews = new_hash and new_successor ~= ''
local renewal_mode = renews and tonumber(ARGV[10])

local function allows_renewal()
  local is_pending = replaced and confirmed == 0
  if renewal_mode == SUPERSEDING then
    return is_pending
  elseif renewal_mode == EARLY then
    return not is_pending
  end
  return not renewal_under_way()
end

if not record or reason ~= 0 then
  return GONE
end
if version ~= tonumber(ARGV[2]) or (renews and not allows_renewal()) then
  return CONFLICT
end

version, payload = version + 1, ARGV[3]
if ARGV[5] == '1' then
  label = ARGV[6]
end
if marked % REAUTHENTICATE == tonumber(ARGV[4]) then
  marked = 0
end

if new_hash then
  local function spend(secret, at)
    spent = string.sub(spent .. struct.pack('<c32d', secret, at), -SPENT_LENGTH)
  end

  if replaced and renewal_mode ~= SUPERSEDING then
    spend(replaced, math.min(now, replaced_spent_at()))
  end
  if renewal_mode == SUPERSEDING then
    spend(hash, now)
    grace, successor = tonumber(ARGV[9]), new_successor
  elseif renews then
    grace, confirmed, replaced, successor = tonumber(ARGV[9]), 0, hash, new_successor
  else
    spend(hash, now)
    grace, confirmed, replaced, successor = 0, 0, nil, ''
    issued, changes = now, changes + 1
  end
  hash = new_hash
end

write(time_to_live())
if new_hash and not renews then
  announce(ARGV[10], ARGV[11])
end
return REPLACED
