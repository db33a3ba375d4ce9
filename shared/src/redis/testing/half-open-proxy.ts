import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to Redis on which connections can go dead without being closed, as when a router forgets them. */
export interface HalfOpenProxy {
  url: string;
  /** From now on nothing passes on the connections there are; new ones work. */
  deaden: () => void;
}

/** Ends with the test. */
export async function openHalfOpenProxy(redisUrl: string): Promise<HalfOpenProxy> {
  const { hostname, port, pathname } = new URL(redisUrl);
  const pairs = new Set<[near: Socket, far: Socket]>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    pairs.add([near, far]);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of [...pairs].flat()) socket.destroy();
  });
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    deaden: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
      }
    },
  };
}
