import { once } from 'node:events';
import type { Call } from '../calls/call.ts';
import type { EndingFault } from '../plan/fault.ts';
import type { Encoder } from '../wire/encoder.ts';
import type { Connection } from './connection.ts';
import { dataStart } from './shape-delta.ts';

/** Ends a stream, or lets it fall silent, as the fault says. */
export async function endByFault(
  fault: EndingFault,
  call: Call,
  encoder: Encoder,
  connection: Connection,
): Promise<void> {
  switch (fault.kind) {
    case 'reset':
      return connection.reset();
    case 'fin':
      return connection.fin();
    case 'eof':
      return connection.end('fault');
    case 'half':
      if (fault.at < call.output.tokens.length) connection.write(dataStart(encoder.delta(fault.at)));
      return connection.end('fault');
    case 'error':
      connection.write(encoder.error(fault.at, fault.detail));
      return connection.end('fault');
    case 'stall':
      await connection.flush();
      if (!connection.closed.aborted) await once(connection.closed, 'abort');
  }
}
