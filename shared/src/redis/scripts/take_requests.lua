#!lua flags=allow-oom
-- take_requests: hands requests to a generator that has room, each owner in turn (decision 12). First it files all
-- that no generator has read: off the stream, into the line they wait in. The n-th waiting request of an owner is in
-- the n-th round from now, and rounds are taken one after the other: whoever comes with one request waits for one of
-- each other owner, however many they have. Who copies an answer needs no provider call and waits in a line of its
-- own; a line of a batch waits until no chat does. What is taken is pending for the caller, as if read by it.
-- keys   1 request stream, then for chats, batches and copies: the line (task ids by round), the last round of each owner
-- args   prefix of task hashes, consumer, room for calls, room for copies, most to file
-- reply  1 if more is to be filed, then the taken: entry id and task id of each call, '' and then of each copy
local REQUESTS, GENERATORS = KEYS[1], 'generators'
local TASKS, consumer = ARGV[1], ARGV[2]
local calls, copies, file_max = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])

local function line_at(i)
  return { waiting = KEYS[i], rounds = KEYS[i + 1] }
end
local CHATS, BATCHES, COPIES = line_at(2), line_at(4), line_at(6)

local function is_terminal(status)
  return status == 'completed' or status == 'failed' or status == 'cancelled'
end

-- The round whose requests are next.
local function round_of(line)
  return tonumber(redis.call('ZRANGE', line.waiting, 0, 0, 'WITHSCORES')[2] or 1)
end

local function file(task_id)
  local task = redis.call('HMGET', TASKS .. task_id, 'status', 'owner', 'follows', 'batch_id')
  local status, owner, follows, batch_id = task[1], task[2], task[3], task[4]
  if not status or is_terminal(status) then return end
  local line = follows and COPIES or batch_id and BATCHES or CHATS
  local round = round_of(line)
  -- An answer that had begun before Redis lost it goes on with the first.
  if status == 'queued' then
    round = math.max(round, (tonumber(redis.call('ZSCORE', line.rounds, owner) or 0)) + 1)
    redis.call('ZADD', line.rounds, round, owner)
  end
  redis.call('ZADD', line.waiting, 'NX', round, task_id)
end

-- Returns how many were taken.
local function take(line, count, taken)
  local left = count
  while left > 0 do
    local task_id = redis.call('ZPOPMIN', line.waiting)[1]
    if not task_id then break end
    local task = redis.call('HMGET', TASKS .. task_id, 'entry', 'status')
    local is_open = task[1] and not is_terminal(task[2])
    if is_open and redis.call('XCLAIM', REQUESTS, GENERATORS, consumer, 0, task[1], 'FORCE', 'JUSTID')[1] then
      taken[#taken + 1], taken[#taken + 2] = task[1], task_id
      left = left - 1
    end
  end
  -- An owner who has had all his turns counts as new.
  if redis.call('EXISTS', line.waiting) == 0 then redis.call('DEL', line.rounds)
  else redis.call('ZREMRANGEBYSCORE', line.rounds, '-inf', '(' .. round_of(line)) end
  return count - left
end

local read = redis.call('XREADGROUP', 'GROUP', GENERATORS, consumer, 'COUNT', file_max, 'NOACK',
  'STREAMS', REQUESTS, '>')
local unread = read and read[1][2] or {}
for _, entry in ipairs(unread) do file(entry[2][2]) end

local taken = { #unread == file_max and 1 or 0 }
local chats = take(CHATS, calls, taken)
take(BATCHES, calls - chats, taken)
taken[#taken + 1] = ''
take(COPIES, copies, taken)
return taken
