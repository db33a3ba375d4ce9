#!lua flags=allow-oom
-- open_epoch: makes the caller the holder: next epoch, its nonce, its lease, the opening entry, and the
-- pending request entry (invariant 3). The caller planned on the log up to `head` in `incarnation`; one that moved
-- or was rebuilt since is refused.
-- args   head, incarnation, nonce, holder, lease_ms
-- ARGV   the opening entry (attempt_started or cache_hit)
-- tags   opened            {epoch, seq, at}
--        cancel_requested  {epoch, seq, at}: opened without the entry; the caller must finish it as cancelled
--        busy              {lease}: somebody holds it
--        grace             Redis has just restarted; leases ran on while it was down, so wait one
--        moved             {seq}: plan again
--        terminal          {status}: over; the request entry was acked
--        unknown           no such task: the request entry leads nowhere
local task = read_task('status', 'epoch', 'nonce', 'lease', 'seq', 'incarnation', 'entry',
  'attempts', 'cancel_requested')
if not task.status then return reply('unknown') end
if is_terminal(task.status) then
  redis.call('XACK', REQUESTS, GENERATORS, task.entry)
  return reply('terminal', { status = task.status })
end

local at = now_ms()
-- The same call re-sent after its reply was lost. No work may begin on it if a cancel came first (invariant 8).
if task.nonce == args.nonce then
  local tag = task.cancel_requested and 'cancel_requested' or 'opened'
  return reply(tag, { epoch = task.epoch, seq = task.seq, at = at })
end
if task.lease > at then return reply('busy', { lease = task.lease }) end
if task.lease > 0 then
  local uptime = tonumber(string.match(redis.call('INFO', 'server'), 'uptime_in_seconds:(%d+)'))
  if uptime * 1000 < args.lease_ms then return reply('grace') end
end
if task.seq ~= args.head or task.incarnation ~= args.incarnation then return reply('moved', { seq = task.seq }) end

local epoch = task.epoch + 1
redis.call('HSET', TASK, 'status', 'running', 'epoch', epoch, 'nonce', args.nonce, 'holder', args.holder,
  'lease', at + args.lease_ms)
redis.call('HSETNX', TASK, 'started_at', at)
redis.call('XCLAIM', REQUESTS, GENERATORS, args.holder, 0, task.entry, 'JUSTID')
if task.cancel_requested then return reply('cancel_requested', { epoch = epoch, seq = task.seq, at = at }) end

local drafts = drafts_from_argv(0)
if drafts[1][1] == 'attempt_started' then redis.call('HINCRBY', TASK, 'attempts', 1) end
write(task, epoch, at, drafts)
return reply('opened', { epoch = epoch, seq = task.seq, at = at })
