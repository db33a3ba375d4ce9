import { PROBLEMS } from '@continuo/shared/protocol/problem';
import type { OpenSocket } from '../http/socket-upgrade.ts';
import type { SocketMessages } from './log-outlet.ts';
import type { StreamEnd, Wire } from './open-stream.ts';

/** Close codes of RFC 6455, section 7.4; of a problem it is 4000 and the status of HTTP. */
const CLOSE_CODES = { over: 1000, recycled: 1001, draining: 1012 } as const;

/** Pings that may be unanswered. */
const UNANSWERED_MAX = 3;

function closeCodeOf(why: StreamEnd): number {
  if (why === 'over' || why === 'recycled' || why === 'draining') return CLOSE_CODES[why];
  return 4_000 + PROBLEMS[why].status;
}

/** Messages are written to a WebSocket, which ends with a code that says why. */
export function beginSocketStream({ webSocket, socket }: OpenSocket): Wire<SocketMessages> {
  let unanswered = 0;
  webSocket.on('error', () => webSocket.terminate());
  webSocket.on('pong', () => {
    unanswered = 0;
  });
  webSocket.on('ping', (data: Buffer) => {
    if (!socket.writableNeedDrain) webSocket.pong(data);
  });

  function heartbeat(): void {
    unanswered += 1;
    if (unanswered > UNANSWERED_MAX) webSocket.terminate();
    else webSocket.ping();
  }

  return {
    isClosed: () => webSocket.readyState === webSocket.CLOSED,
    write: (messages) => {
      socket.cork();
      for (const message of messages) webSocket.send(message, { binary: false });
      socket.uncork();
      return !socket.writableNeedDrain;
    },
    heartbeat,
    end: (why) => webSocket.close(closeCodeOf(why), why),
    cut: () => webSocket.terminate(),
    life: webSocket,
    room: socket,
  };
}
