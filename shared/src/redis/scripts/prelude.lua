-- Stands before every transition. Each is called with the same keys and named arguments:
--   KEYS  1 task hash, 2 task stream, 3 live channel, 4 request stream, 5 cache key, 6 dead-letter stream
--   ARGV  1 named arguments as JSON; from 2 on, pairs of entry type and entry data (JSON)
--   reply JSON with a `tag`; which tags, stands in the head of each transition
local TASK, ENTRIES, LIVE, REQUESTS, CACHE, DEAD = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local GENERATORS, PERSISTERS = 'generators', 'persisters'
-- Dead letters kept: the oldest goes, its task stays where it is.
local DEAD_MAX = 10000
local args = cjson.decode(ARGV[1])

local function reply(tag, fields)
  fields = fields or {}
  fields.tag = tag
  return cjson.encode(fields)
end

-- Redis' own clock, unix ms: leases never depend on the clocks of workers.
local function now_ms()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- The named fields of the task hash; numbers as numbers, absent ones as nil.
local function read_task(...)
  local names = { ... }
  local values = redis.call('HMGET', TASK, unpack(names))
  local task = {}
  for i, name in ipairs(names) do
    local value = values[i]
    if value then task[name] = name ~= 'nonce' and tonumber(value) or value end
  end
  return task
end

local function is_terminal(status)
  return status == 'completed' or status == 'failed' or status == 'cancelled'
end

-- Invariant 3: only the holder of the highest epoch and its nonce may write.
local function is_holder(task)
  return task.epoch == args.epoch and task.nonce == args.nonce
end

-- The pairs of entry type and data in ARGV, without the first `skip`.
local function drafts_from_argv(skip)
  local drafts = {}
  for i = 2 + 2 * skip, #ARGV, 2 do
    drafts[#drafts + 1] = { ARGV[i], ARGV[i + 1] }
  end
  return drafts
end

-- Appends drafts behind task.seq and tells live readers in one message: a line for each entry, its columns
-- id, type, epoch, at and data parted by tabs (data is JSON, which has neither tab nor newline).
local function write(task, epoch, at, drafts)
  local lines = {}
  for i, draft in ipairs(drafts) do
    local id = (task.seq + i) .. '-' .. task.incarnation
    redis.call('XADD', ENTRIES, id, 'type', draft[1], 'epoch', epoch, 'at', at, 'data', draft[2])
    lines[i] = table.concat({ id, draft[1], epoch, at, draft[2] }, '\t')
    -- For `cancel`: from now on something may go on at the provider that only a holder can end.
    if draft[1] == 'provider_handle' then redis.call('HSET', TASK, 'run', 1) end
  end
  task.seq = task.seq + #drafts
  redis.call('HSET', TASK, 'seq', task.seq)
  redis.call('SPUBLISH', LIVE, table.concat(lines, '\n'))
end

-- The hash of another task of this partition: same key up to the id.
local function other_task(own_id, other_id)
  return string.sub(TASK, 1, #TASK - #own_id) .. other_id
end
