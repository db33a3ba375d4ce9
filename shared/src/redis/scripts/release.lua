#!lua flags=allow-oom
-- release: hands the task over now. The pending entry is made to look long abandoned, so that the next
-- holder finds it within one look-round instead of one lease.
-- args   epoch, nonce, holder
-- tags   released, stale_epoch {epoch}
local LONG_ABANDONED_MS = 3600000
local task = read_task('status', 'epoch', 'nonce', 'entry')
if task.status ~= 'running' or not is_holder(task) then return reply('stale_epoch', { epoch = task.epoch }) end
redis.call('HSET', TASK, 'lease', 0)
redis.call('HDEL', TASK, 'nonce', 'holder')
redis.call('XCLAIM', REQUESTS, GENERATORS, args.holder, 0, task.entry, 'IDLE', LONG_ABANDONED_MS, 'JUSTID')
return reply('released')
