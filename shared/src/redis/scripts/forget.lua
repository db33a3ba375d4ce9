#!lua flags=allow-oom
-- forget: removes a task whose conversation was deleted, and its request, its place in a line, and the cache's word of
-- it. Whoever follows it is told of an end. What stays for a while is a mark under its name, so that it does not come back: whoever had
-- read it in Postgres before it was deleted there is refused by `restore`.
-- args   task_id, mark_ms
-- ARGV   the entry `cancelled`, for the readers of a task that has not ended
-- tags   forgotten
local task = read_task('status', 'epoch', 'seq', 'incarnation', 'entry')
if task.status and not is_terminal(task.status) then
  write(task, task.epoch + 1, now_ms(), drafts_from_argv(0))
end
if task.entry then
  redis.call('XACK', REQUESTS, GENERATORS, task.entry)
  redis.call('XACK', REQUESTS, PERSISTERS, task.entry)
  remove_request(task.entry, redis.call('HGET', TASK, 'owner'))
end
for _, line in ipairs({ 'chats', 'batches', 'copies' }) do
  redis.call('ZREM', (string.gsub(REQUESTS, 'requests$', 'waiting:' .. line)), args.task_id)
end
if redis.call('GET', CACHE) == args.task_id then redis.call('DEL', CACHE) end
redis.call('DEL', TASK, ENTRIES)
redis.call('HSET', TASK, 'forgotten', now_ms())
redis.call('PEXPIRE', TASK, args.mark_ms)
return reply('forgotten')
