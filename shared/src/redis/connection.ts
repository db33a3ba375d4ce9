import { Redis } from 'ioredis';

export type { Redis } from 'ioredis';

/**
 * What a connection is for. Roles never share a socket: a blocking read would hold up every command behind it,
 * and a subscribed connection takes no commands at all.
 */
export type RedisRole = 'command' | 'blocking' | 'subscriber';

const CONNECT_TIMEOUT_MS = 3_000;
const COMMAND_TIMEOUT_MS = 5_000;
const RECONNECT_MS_MAX = 1_000;

/** How long one blocking read waits; the caller then looks round and reads again. */
export const BLOCK_MS = 1_000;

/**
 * Connects in the background and for ever. A command that gets no answer rejects after COMMAND_TIMEOUT_MS; one
 * in flight while the connection breaks is sent again, so every write must be harmless when it comes twice.
 *
 * @param onError called with each connection error; without a listener ioredis prints them itself
 */
export function makeRedis(url: string, role: RedisRole, onError: (error: Error) => void): Redis {
  const commandTimeout = role === 'blocking' ? COMMAND_TIMEOUT_MS + BLOCK_MS : COMMAND_TIMEOUT_MS;
  const redis = new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout,
    // A connection over which no answer comes is dead, though nobody closed it: there must be another.
    socketTimeout: commandTimeout,
    maxRetriesPerRequest: role === 'command' ? 5 : null,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), RECONNECT_MS_MAX),
    enableAutoPipelining: role === 'command',
    // The tail subscribes again by itself: it must know when that is done, to read what it missed.
    autoResubscribe: false,
  });
  redis.on('error', onError);
  forgetGivenUpCommands(redis);
  return redis;
}

/**
 * ioredis (6.0.0) keeps a command that has timed out in its queues and sends it when it is connected again: what
 * was refused would happen after all, and a task that nobody knows would be paid.
 */
function forgetGivenUpCommands(redis: Redis): void {
  const send = redis.sendCommand.bind(redis);
  redis.sendCommand = (command, stream) => {
    if (!command.isSettled) return send(command, stream);
    // A pipeline leaves when each of its commands has written its part.
    if (stream && 'isPipeline' in stream) stream.write('');
    return command.promise;
  };
}
