#!lua
-- restore: puts an unfinished task back whose log Redis has lost, or lost the end of: the same entries under the
-- same ids, the next incarnation, held by nobody (design section 7). Called with the log page by page; the page
-- that brings it to `head` also makes the record and, where it is gone, the request. A prefix that is there stays.
-- args   task_id, owner, conversation_id, request (JSON text), request_hash, head, incarnation, epoch, attempts,
--        created_at, started_at (optional), cancel_requested (optional), batch_id (optional), cacheable, cache_running_ms
-- ARGV   for each entry: id, type, epoch, at, data; ids dense from the first that is missing, or earlier
-- tags   restored  {follows}: follows = the running task that answers the same request
--        current   Redis has all of it: only the incarnation was raised
--        newer     restored under this incarnation or a later one already
--        terminal  {status}: over
--        forgotten its conversation was deleted
--        partial   {seq}: call again with the entries behind seq
local task = read_task('status', 'epoch', 'seq', 'incarnation', 'entry', 'forgotten')
if task.forgotten then return reply('forgotten') end
if is_terminal(task.status) then return reply('terminal', { status = task.status }) end
if task.status and task.incarnation >= args.incarnation then return reply('newer') end
if task.status and task.seq >= args.head then
  redis.call('HSET', TASK, 'incarnation', args.incarnation)
  return reply('current')
end

local last = redis.call('XREVRANGE', ENTRIES, '+', '-', 'COUNT', 1)[1]
local seq = last and tonumber(string.match(last[1], '^%d+')) or 0
for i = 2, #ARGV, 5 do
  if tonumber(string.match(ARGV[i], '^%d+')) == seq + 1 then
    redis.call('XADD', ENTRIES, ARGV[i], 'type', ARGV[i + 1], 'epoch', ARGV[i + 2], 'at', ARGV[i + 3],
      'data', ARGV[i + 4])
    seq = seq + 1
  end
end
if seq < args.head then return reply('partial', { seq = seq }) end

-- A holder that is still at work wrote into the log that was lost: without its nonce it is refused from here on.
redis.call('HSET', TASK, 'status', args.started_at and 'running' or 'queued', 'seq', seq,
  'incarnation', args.incarnation, 'epoch', math.max(task.epoch or 0, args.epoch), 'persisted', args.head, 'lease', 0)
redis.call('HDEL', TASK, 'nonce', 'holder')
if args.cancel_requested then redis.call('HSETNX', TASK, 'cancel_requested', args.cancel_requested) end
if args.started_at then redis.call('HSETNX', TASK, 'started_at', args.started_at) end
local requested = task.entry and redis.call('XRANGE', REQUESTS, task.entry, task.entry)[1]
if not requested then redis.call('HSET', TASK, 'entry', add_request(args.task_id, args.owner)) end
if task.status then return reply('restored') end

redis.call('HSET', TASK, 'owner', args.owner, 'attempts', args.attempts, 'conversation_id', args.conversation_id,
  'request', args.request, 'request_hash', args.request_hash, 'created_at', args.created_at)
if args.batch_id then redis.call('HSET', TASK, 'batch_id', args.batch_id) end
-- Whether there is one, the next holder reads in the log.
if args.attempts > 0 then redis.call('HSET', TASK, 'run', 1) end
if not args.cacheable then return reply('restored') end

-- Invariant 9: of all that ask the same, one asks the provider.
local answering = redis.call('GET', CACHE)
local status = answering and answering ~= args.task_id and redis.call('HGET', other_task(args.task_id, answering), 'status')
if status == 'queued' or status == 'running' then
  redis.call('HSET', TASK, 'follows', answering)
  return reply('restored', { follows = answering })
end
redis.call('SET', CACHE, args.task_id, 'PX', args.cache_running_ms)
return reply('restored')
