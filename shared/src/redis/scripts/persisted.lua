#!lua flags=allow-oom
-- persisted: Postgres has committed the log up to `seq`. Only now may anything leave Redis (invariant 7):
-- at the terminal the request entry goes, and the stream and later the record expire.
-- args   seq, stream_retention_ms, record_retention_ms
-- tags   persisted {seq}, covered (the whole log is in Postgres, retention has begun), unknown
local task = read_task('status', 'seq', 'persisted', 'entry')
if not task.status then return reply('unknown') end
local persisted = math.max(task.persisted, args.seq)
redis.call('HSET', TASK, 'persisted', persisted)
if not is_terminal(task.status) or persisted < task.seq then return reply('persisted', { seq = persisted }) end

redis.call('XACK', REQUESTS, GENERATORS, task.entry)
redis.call('XACK', REQUESTS, PERSISTERS, task.entry)
remove_request(task.entry, redis.call('HGET', TASK, 'owner'))
redis.call('PEXPIRE', ENTRIES, args.stream_retention_ms)
redis.call('PEXPIRE', TASK, args.record_retention_ms)
return reply('covered')
