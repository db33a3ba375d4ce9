import { hostname } from 'node:os';

/** Names this process in consumer groups and in entries: `<host>-<pid>`. */
export function workerName(): string {
  return `${hostname()}-${process.pid}`;
}
