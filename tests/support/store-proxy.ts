import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to a store that can fail. */
export interface StoreProxy {
  url: string;
  /** Ends every connection and refuses new ones: `reset` as a host that has forgotten them, `close` as a process that died. */
  cut: (how?: 'reset' | 'close') => void;
  /** Lets nothing through and says nothing, as a host that is gone. New connections are taken. */
  silence: () => void;
  /** New connections work again; silenced ones stay silent. */
  mend: () => void;
}

/** Ends with the test. @param storeUrl whose host and port are replaced in `url` */
export async function openStoreProxy(storeUrl: string): Promise<StoreProxy> {
  const store = new URL(storeUrl);
  const sockets = new Set<Socket>();
  let state: 'through' | 'cut' | 'silent' = 'through';

  function join(near: Socket, far: Socket): void {
    sockets.add(near);
    near.on('error', () => far.destroy());
    near.on('close', () => {
      sockets.delete(near);
      far.destroy();
    });
    near.pipe(far);
  }

  const server = createServer((near) => {
    if (state === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(store.port), store.hostname);
    join(near, far);
    join(far, near);
    if (state === 'silent') near.unpipe();
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;

  function cut(how: 'reset' | 'close' = 'reset'): void {
    state = 'cut';
    for (const socket of sockets) {
      if (how === 'reset') socket.resetAndDestroy();
      else socket.destroy();
    }
  }
  onTestFinished(() => {
    cut();
    server.close();
  });
  const url = new URL(storeUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url.href,
    cut,
    silence: () => {
      state = 'silent';
      for (const socket of sockets) socket.unpipe();
    },
    mend: () => {
      state = 'through';
    },
  };
}
