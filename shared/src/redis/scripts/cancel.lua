#!lua flags=allow-oom
-- cancel: stores the intent (invariant 8). A held task is ended by its holder, who can tell the provider; one
-- that had a run at the provider, by the next. One that nobody holds is else closed here, under an epoch of its
-- own that fences off whoever comes late.
-- args   task_id
-- ARGV   the entries cancel_requested and cancelled
-- tags   requested, cancelled {seq}, already {status}, unknown
local task = read_task('status', 'epoch', 'seq', 'incarnation', 'entry', 'lease', 'cancel_requested', 'run')
if not task.status then return reply('unknown') end
if is_terminal(task.status) then return reply('already', { status = task.status }) end

local at = now_ms()
local drafts = drafts_from_argv(task.cancel_requested and 1 or 0)
if task.lease > at or task.run then
  if not task.cancel_requested then
    redis.call('HSET', TASK, 'cancel_requested', at)
    write(task, task.epoch, at, { drafts[1] })
  end
  return reply('requested')
end

redis.call('HSET', TASK, 'cancel_requested', at, 'epoch', task.epoch + 1, 'status', 'cancelled',
  'lease', 0, 'finished_at', at)
redis.call('HDEL', TASK, 'nonce')
write(task, task.epoch + 1, at, drafts)
redis.call('XACK', REQUESTS, GENERATORS, task.entry)
leave_line()
if redis.call('GET', CACHE) == args.task_id then redis.call('DEL', CACHE) end
return reply('cancelled', { seq = task.seq })
