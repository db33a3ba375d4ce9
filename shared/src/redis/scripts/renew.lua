#!lua flags=allow-oom
-- renew: extends the lease and resets the idle time of the pending request entry, without counting a
-- delivery (JUSTID). The fence stands inside, or a zombie would take its entry back.
-- args   epoch, nonce, holder, lease_ms
-- tags   renewed, cancel_requested (renewed too), lost
local task = read_task('status', 'epoch', 'nonce', 'entry', 'cancel_requested')
if task.status ~= 'running' or not is_holder(task) then return reply('lost') end
redis.call('HSET', TASK, 'lease', now_ms() + args.lease_ms)
redis.call('XCLAIM', REQUESTS, GENERATORS, args.holder, 0, task.entry, 'JUSTID')
return reply(task.cancel_requested and 'cancel_requested' or 'renewed')
