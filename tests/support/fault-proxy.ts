import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP way to a server that can fail. */
export interface FaultProxy {
  url: string;
  /** Ends every connection and refuses new ones: `reset` as a host that has forgotten them, `close` as a process that died. */
  cut: (how?: 'reset' | 'close') => void;
  /** Lets nothing through and says nothing, as a host that is gone. New connections are taken. */
  silence: () => void;
  /** Lets nothing through for now, as a line that is clogged: what was sent meanwhile arrives after `mend`. */
  hold: () => void;
  /** New connections work again, and those that were held go on; silenced ones stay silent. */
  mend: () => void;
  close: () => void;
}

/** The two halves of one connection. */
interface Line {
  near: Socket;
  far: Socket;
  /** Was silenced: nothing will ever pass on it. */
  isDead: boolean;
}

/** @param targetUrl whose host and port are replaced in `url` */
export async function startFaultProxy(targetUrl: string): Promise<FaultProxy> {
  const target = new URL(targetUrl);
  const lines = new Set<Line>();
  let state: 'through' | 'cut' | 'silent' | 'held' = 'through';

  const server = createServer((near) => {
    if (state === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const line = { near, far: connect(Number(target.port), target.hostname), isDead: state === 'silent' };
    lines.add(line);
    endTogether(line, () => lines.delete(line));
    if (state === 'through') join(line);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function cut(how: 'reset' | 'close' = 'reset'): void {
    state = 'cut';
    for (const { near, far } of lines) {
      for (const socket of [near, far]) {
        if (how === 'reset') socket.resetAndDestroy();
        else socket.destroy();
      }
    }
  }
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: targetUrl.replace(target.host, host),
    cut,
    silence: () => {
      state = 'silent';
      for (const line of lines) {
        line.isDead = true;
        part(line);
      }
    },
    hold: () => {
      state = 'held';
      for (const line of lines) part(line);
    },
    mend: () => {
      state = 'through';
      for (const line of lines) if (!line.isDead) join(line);
    },
    close: () => {
      cut();
      server.close();
    },
  };
}

function join({ near, far }: Line): void {
  part({ near, far });
  near.pipe(far);
  far.pipe(near);
}

function part({ near, far }: Pick<Line, 'near' | 'far'>): void {
  near.unpipe();
  far.unpipe();
}

function endTogether({ near, far }: Line, onEnd: () => void): void {
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      onEnd();
      other.destroy();
    });
  }
}
