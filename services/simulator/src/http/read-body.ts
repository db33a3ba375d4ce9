import type { IncomingMessage } from 'node:http';

const BODY_BYTES_MAX = 16 * 1024 * 1024;

export type ReadBody =
  | { kind: 'read'; value: unknown }
  | { kind: 'too_large' }
  | { kind: 'not_json' }
  /** The client left before it had said everything. */
  | { kind: 'lost' };

/** Reads a JSON body; nothing at all is `undefined`. The rest of one that is too large is thrown away. */
export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request.iterator({ destroyOnReturn: false })) {
      bytes += part.length;
      if (bytes > BODY_BYTES_MAX) {
        request.resume();
        return { kind: 'too_large' };
      }
      parts.push(part);
    }
  } catch {
    return { kind: 'lost' };
  }
  if (bytes === 0) return { kind: 'read', value: undefined };
  try {
    return { kind: 'read', value: JSON.parse(Buffer.concat(parts).toString('utf8')) };
  } catch {
    return { kind: 'not_json' };
  }
}
