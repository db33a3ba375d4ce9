#!lua
-- submit: accepts a task, or answers it from the cache; at once on the request stream (invariants 1, 9).
-- args   task_id, owner, conversation_id, request (JSON text), request_hash, requests_max,
--        cacheable, cache_running_ms, source (optional: the completed task whose answer the entries carry),
--        unreadable (optional: a completed task whose answer cannot be had: this one is asked for in its place),
--        idempotency_key (optional: noted for `forget`),
--        dead_letter (optional: id of the dead letter that this task retries; it goes in the same atom)
-- ARGV   the entry `accepted`; with `source`: also cache_hit, chunks and completed; with `dead_letter`: also the
--        chunks that were kept
-- tags   exists      the task is there already: a no-op
--        no_letter   the dead letter is gone: retried or dropped by somebody else
--        overloaded  the request stream is at its bound, or the owner at his share of it
--        cached      {source}: call again with the answer of this completed task
--        created     {status, follows}: follows = the running task that answers the same request
if redis.call('EXISTS', TASK) == 1 then return reply('exists') end
if args.dead_letter and #redis.call('XRANGE', DEAD, args.dead_letter, args.dead_letter) == 0 then
  return reply('no_letter')
end
-- One owner leaves room for the others. An empty stream is nobody's, whatever the accounts say.
local OWNER_SHARE = 0.8
local requests = redis.call('XLEN', REQUESTS)
if requests == 0 then redis.call('DEL', OWNERS) end
local owned = tonumber(redis.call('HGET', OWNERS, args.owner) or 0)
if requests >= args.requests_max or owned >= math.ceil(args.requests_max * OWNER_SHARE) then
  return reply('overloaded')
end

local source, follows
if args.cacheable then
  local answering = redis.call('GET', CACHE)
  local status = answering and redis.call('HGET', other_task(args.task_id, answering), 'status')
  if status == 'completed' and answering ~= args.unreadable then source = answering end
  if status == 'queued' or status == 'running' then follows = answering end
  if source and args.source ~= source then return reply('cached', { source = source }) end
end

local at = now_ms()
local drafts = drafts_from_argv(0)
if not source and not args.dead_letter then drafts = { drafts[1] } end
local status = source and 'completed' or 'queued'

-- The stream first: it is refused when memory is full, before anything was written.
local task = { seq = 0, incarnation = 0 }
local entry = add_request(args.task_id, args.owner)
redis.call('HSET', TASK, 'owner', args.owner, 'status', status, 'epoch', 0, 'seq', 0, 'incarnation', 0,
  'persisted', 0, 'lease', 0, 'attempts', 0, 'conversation_id', args.conversation_id,
  'request', args.request, 'request_hash', args.request_hash, 'entry', entry, 'created_at', at)
write(task, 0, at, drafts)
if source then redis.call('HSET', TASK, 'finished_at', at) end
if follows then redis.call('HSET', TASK, 'follows', follows) end
if args.idempotency_key then redis.call('HSET', TASK, 'idempotency_key', args.idempotency_key) end
-- So that it waits behind chats.
local batch_id = cjson.decode(drafts[1][2]).batch_id
if batch_id then redis.call('HSET', TASK, 'batch_id', batch_id) end
if args.cacheable and not source and not follows then
  redis.call('SET', CACHE, args.task_id, 'PX', args.cache_running_ms)
end
if args.dead_letter then redis.call('XDEL', DEAD, args.dead_letter) end
return reply('created', { status = status, follows = follows })
