#!lua
-- remove_dead_consumers: takes consumers off a group that hold nothing and have not asked for anything for
-- `idle_ms`. Inside one script, because removing a consumer throws away what is pending for it.
-- keys   1 request stream
-- args   group, idle_ms
-- reply  how many were removed; 0 too while there is no such stream or group
local key, group, idle_ms = KEYS[1], ARGV[1], tonumber(ARGV[2])
local removed = 0
local consumers = redis.pcall('XINFO', 'CONSUMERS', key, group)
if consumers.err then return 0 end
for _, pairs_of in ipairs(consumers) do
  local consumer = {}
  for i = 1, #pairs_of, 2 do consumer[pairs_of[i]] = pairs_of[i + 1] end
  if consumer.pending == 0 and consumer.idle >= idle_ms then
    redis.call('XGROUP', 'DELCONSUMER', key, group, consumer.name)
    removed = removed + 1
  end
end
return removed
