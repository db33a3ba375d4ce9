import type { Outcome } from '../../continuo-client/api/api-fault.ts';
import type { Client } from '../../continuo-client/make-client.ts';
import type { Connection } from './create-connection.ts';

/** Repeats a call as `keepTrying` does, and lets the connection's state show how that goes. */
export async function keepCalling<Value>(
  { client, connection }: { client: Client; connection: Connection },
  call: () => Promise<Outcome<Value>>,
  options: { signal: AbortSignal; forMs?: number },
): Promise<Outcome<Value> | undefined> {
  const line = connection.open();
  try {
    return await client.keepTrying(call, { ...options, onContact: line.report });
  } finally {
    line.close();
  }
}
