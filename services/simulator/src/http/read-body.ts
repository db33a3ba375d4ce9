import type { IncomingMessage } from 'node:http';

export const BODY_BYTES_MAX = 16 * 1024 * 1024;

export type ReadBody = { kind: 'read'; value: unknown } | { kind: 'too_large' } | { kind: 'not_json' };

/** Reads a JSON body; nothing at all is `undefined`. */
export async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += part.length;
    if (bytes > BODY_BYTES_MAX) return { kind: 'too_large' };
    parts.push(part);
  }
  if (bytes === 0) return { kind: 'read', value: undefined };
  try {
    return { kind: 'read', value: JSON.parse(Buffer.concat(parts).toString('utf8')) };
  } catch {
    return { kind: 'not_json' };
  }
}
