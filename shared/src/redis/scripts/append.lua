#!lua
-- append: adds up to 64 entries at from, from+1, ... and extends the lease. An entry that is there already
-- (a re-sent call) is skipped, so sending twice is harmless (invariants 2, 3).
-- args   epoch, nonce, from, lease_ms
-- ARGV   the entries
-- tags   appended {seq}, closed {status}, stale_epoch {epoch}, cancel_requested, gap {seq}
local task = read_task('status', 'epoch', 'nonce', 'seq', 'incarnation', 'cancel_requested')
if not task.status or is_terminal(task.status) then return reply('closed', { status = task.status }) end
if not is_holder(task) then return reply('stale_epoch', { epoch = task.epoch }) end
if task.cancel_requested then return reply('cancel_requested') end
if args.from > task.seq + 1 then return reply('gap', { seq = task.seq }) end

local drafts = drafts_from_argv(task.seq + 1 - args.from)
local at = now_ms()
if #drafts > 0 then
  write(task, args.epoch, at, drafts)
  for _, draft in ipairs(drafts) do
    if draft[1] == 'attempt_started' then redis.call('HINCRBY', TASK, 'attempts', 1) end
  end
end
redis.call('HSET', TASK, 'lease', at + args.lease_ms)
return reply('appended', { seq = task.seq })
