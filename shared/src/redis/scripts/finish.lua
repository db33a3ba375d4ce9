#!lua flags=allow-oom
-- finish: the one terminal entry, the status, the ack and the cache's verdict, in one atom: there is no
-- moment after the terminal and before the ack (invariants 1, 3). A stored cancel beats any other end.
-- args   task_id, epoch, nonce, head (the seq the caller wrote last), cache_ms (0: do not keep the answer),
--        dead (optional, given up on a budget: also a dead letter): {attempts, provider, model, chunks, characters}
-- ARGV   the terminal entry
-- tags   finished {seq}, already {status}, stale_epoch {epoch}, cancel_requested, gap {seq}
local task = read_task('status', 'epoch', 'nonce', 'seq', 'incarnation', 'entry', 'cancel_requested')
if not task.status or is_terminal(task.status) then return reply('already', { status = task.status }) end
if not is_holder(task) then return reply('stale_epoch', { epoch = task.epoch }) end

local drafts = drafts_from_argv(0)
local kind = drafts[1][1]
if task.cancel_requested and kind ~= 'cancelled' then return reply('cancel_requested') end
if not task.cancel_requested and args.head ~= task.seq then return reply('gap', { seq = task.seq }) end

local at = now_ms()
write(task, args.epoch, at, drafts)
redis.call('HSET', TASK, 'status', kind, 'lease', 0, 'finished_at', at)
redis.call('XACK', REQUESTS, GENERATORS, task.entry)
if redis.call('GET', CACHE) == args.task_id then
  if kind == 'completed' and args.cache_ms > 0 then
    redis.call('PEXPIRE', CACHE, args.cache_ms)
  else
    redis.call('DEL', CACHE)
  end
end
if args.dead and kind == 'failed' then
  local origin = redis.call('HMGET', TASK, 'owner', 'conversation_id')
  redis.call('XADD', DEAD, 'MAXLEN', '~', DEAD_MAX, '*', 'task_id', args.task_id, 'owner', origin[1],
    'conversation_id', origin[2], 'at', at, 'attempts', args.dead.attempts, 'provider', args.dead.provider,
    'model', args.dead.model, 'kept_chunks', args.dead.chunks, 'kept_characters', args.dead.characters,
    'failure', drafts[1][2])
end
return reply('finished', { seq = task.seq })
