import { createServer } from 'node:net';
import { StackFault } from './stack-fault.ts';

/**
 * Below the range from which systems take the near end of outgoing connections (32768 on Linux, 49152 on macOS).
 * In that range a dead server's port is soon taken by a client, even by one that dials it again and again and
 * at last meets itself.
 */
const PORT_MIN = 20_000;
const PORT_MAX = 32_000;
const TRIES_MAX = 200;

export async function findFreePort(host = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const port = PORT_MIN + Math.floor(Math.random() * (PORT_MAX - PORT_MIN));
    if ((await tryPort(port, host)) === 'free') return port;
  }
  throw new StackFault(
    `No free port was found from ${PORT_MIN} to ${PORT_MAX}: end some programs and try again.`,
  );
}

/** Listens on the port for a moment. */
export function tryPort(
  port: number,
  host: string,
): Promise<'free' | 'in_use' | 'forbidden' | 'no_such_host'> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EACCES') resolve('forbidden');
      else resolve(error.code === 'EADDRINUSE' ? 'in_use' : 'no_such_host');
    });
    server.listen(port, host, () => server.close(() => resolve('free')));
  });
}
