import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../support/eventually.ts';

/**
 * Keeps the event loop of a Node process busy, through its debugger. Services run with `--inspect-port=0` in
 * NODE_OPTIONS: SIGUSR1 then opens the debugger on a port of its own, and the address goes into the log.
 *
 * @param dataDir of the stack
 * @returns, when it is free again, when it was blocked: unix ms
 */
export async function blockEventLoop(dataDir: string, pid: number, forMs: number): Promise<number> {
  process.kill(pid, 'SIGUSR1');
  const socket = await eventually(
    () => findDebugger(dataDir, pid),
    (found) => found !== undefined,
  );
  if (!socket) throw new Error(`${pid} has no debugger`);
  const at = Date.now();
  try {
    await evaluate(socket, `{ const end = Date.now() + ${forMs}; while (Date.now() < end); }`);
    return at;
  } finally {
    socket.close();
  }
}

async function findDebugger(dataDir: string, pid: number): Promise<WebSocket | undefined> {
  for (const url of listAddresses(dataDir)) {
    const socket = await connect(url);
    if (!socket) continue;
    if ((await evaluate(socket, 'process.pid')) === pid) return socket;
    socket.close();
  }
  return undefined;
}

/** Newest first. Those of processes that have died are still there. */
function listAddresses(dataDir: string): string[] {
  const folder = join(dataDir, 'logs');
  return readdirSync(folder)
    .filter((name) => name.startsWith('generator-'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/ws:\/\/127\.0\.0\.1:\S+/g) ?? [])
    .toReversed();
}

async function connect(url: string): Promise<WebSocket | undefined> {
  const socket = new WebSocket(url);
  const { promise, resolve } = Promise.withResolvers<WebSocket | undefined>();
  socket.addEventListener('open', () => resolve(socket), { once: true });
  socket.addEventListener('error', () => resolve(undefined), { once: true });
  return await promise;
}

/** Chrome DevTools Protocol, `Runtime.evaluate`. */
async function evaluate(socket: WebSocket, expression: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  socket.addEventListener('close', () => reject(new Error('the debugged process died')), { once: true });
  socket.addEventListener(
    'message',
    ({ data }) => {
      const reply = JSON.parse(String(data)) as { result?: { result?: { value?: unknown } } };
      resolve(reply.result?.result?.value);
    },
    { once: true },
  );
  socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
  return await promise;
}
