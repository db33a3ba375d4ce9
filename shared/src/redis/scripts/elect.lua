#!lua flags=allow-oom
-- elect: a follower whose leader gave no answer asks who answers the request now: another task, or itself
-- (invariant 9: one provider call per request hash). Never the same leader again: its log may be gone while its
-- record and the cache still name it.
-- args   task_id, epoch, nonce, abandoned (the leader that gave none), cache_running_ms
-- tags   lead, follow {source}, stale_epoch {epoch}
local task = read_task('status', 'epoch', 'nonce')
if task.status ~= 'running' or not is_holder(task) then return reply('stale_epoch', { epoch = task.epoch }) end

local answering = redis.call('GET', CACHE)
if answering and answering ~= args.task_id and answering ~= args.abandoned then
  local status = redis.call('HGET', other_task(args.task_id, answering), 'status')
  if status == 'queued' or status == 'running' or status == 'completed' then
    redis.call('HSET', TASK, 'follows', answering)
    return reply('follow', { source = answering })
  end
end
redis.call('SET', CACHE, args.task_id, 'PX', args.cache_running_ms)
redis.call('HDEL', TASK, 'follows')
return reply('lead')
