-- Stands before every transition. Each is called with the same keys and named arguments:
--   KEYS  1 task hash, 2 task stream, 3 live channel, 4 request stream, 5 cache key, 6 dead-letter stream,
--         7 event stream, 8 requests by owner, from 9 on the lines in which requests wait
--   ARGV  1 named arguments as JSON; from 2 on, pairs of entry type and entry data (JSON)
--   reply JSON with a `tag`; which tags, stands in the head of each transition
local TASK, ENTRIES, LIVE, REQUESTS, CACHE, DEAD, EVENTS, OWNERS = unpack(KEYS)
local GENERATORS, PERSISTERS = 'generators', 'persisters'
-- Dead letters kept: the oldest goes, its task stays where it is.
local DEAD_MAX = 10000
-- Events kept: whoever was away for longer reads the lists again.
local EVENTS_MAX = 10000
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

-- What an entry is to those who follow all tasks: type of the event, status of the task. Others are nothing.
local EVENT_OF = {
  accepted = { 'task_created', 'queued' },
  attempt_started = { 'task_started', 'running' },
  cache_hit = { 'task_started', 'running' },
  retry_scheduled = { 'task_retrying', 'running' },
  failed_over = { 'task_retrying', 'running' },
  cancel_requested = { 'task_cancel_requested' },
  completed = { 'task_finished', 'completed' },
  failed = { 'task_finished', 'failed' },
  cancelled = { 'task_finished', 'cancelled' },
}
-- What an event takes from the task's first entry, and from its own. No text of anybody is among it.
local ORIGIN_FIELDS = { 'provider', 'model', 'batch_id', 'batch_line' }
local OWN_FIELDS = { 'attempt', 'worker', 'provider', 'model', 'code', 'delay_ms', 'to_provider', 'to_model',
  'finish_reason' }

local function copy_fields(to, names, from)
  for _, name in ipairs(names) do
    if from[name] ~= nil then to[name] = from[name] end
  end
end

-- What all events of a task say. Its log may be lost while its record is there.
local function read_origin()
  local record = redis.call('HMGET', TASK, 'owner', 'conversation_id')
  local origin = { conversation_id = record[2] }
  local first = redis.call('XRANGE', ENTRIES, '-', '+', 'COUNT', 1)[1]
  if first[2][2] == 'accepted' then copy_fields(origin, ORIGIN_FIELDS, cjson.decode(first[2][8])) end
  return origin, record[1]
end

-- An event for each entry that changes what the task is, in the atom that writes the entry: as durable as its
-- cause. The message on the channel of the same name only wakes readers. A task that the cache answers at once is
-- created and finished; one that follows another is started when its copy begins.
local function tell(at, drafts, is_new)
  local origin, owner
  for _, draft in ipairs(drafts) do
    local event = EVENT_OF[draft[1]]
    if event and not origin then origin, owner = read_origin() end
    if draft[1] == 'cache_hit' then origin.cached = true end
    if event and not (is_new and draft[1] == 'cache_hit') then
      local told = { status = event[2] }
      for name, value in pairs(origin) do told[name] = value end
      copy_fields(told, OWN_FIELDS, cjson.decode(draft[2]))
      redis.call('XADD', EVENTS, 'MAXLEN', '~', EVENTS_MAX, '*', 'type', event[1], 'owner', owner,
        'task_id', args.task_id, 'at', at, 'data', cjson.encode(told))
    end
  end
  if origin then redis.call('SPUBLISH', EVENTS, '') end
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
  tell(at, drafts, task.seq == #drafts)
end

-- Puts a request on the stream, in its owner's account.
local function add_request(task_id, owner)
  local entry = redis.call('XADD', REQUESTS, '*', 'task_id', task_id)
  redis.call('HINCRBY', OWNERS, owner, 1)
  return entry
end

-- Takes the task out of the line in which it waits for a generator.
local function leave_line()
  for i = 9, #KEYS do redis.call('ZREM', KEYS[i], args.task_id) end
end

-- Takes it off again; once, however often this is called.
local function remove_request(entry, owner)
  leave_line()
  if redis.call('XDEL', REQUESTS, entry) == 0 then return end
  if redis.call('HINCRBY', OWNERS, owner, -1) <= 0 then redis.call('HDEL', OWNERS, owner) end
end

-- The hash of another task of this partition: same key up to the id.
local function other_task(own_id, other_id)
  return string.sub(TASK, 1, #TASK - #own_id) .. other_id
end
