import type { IncomingMessage } from 'node:http';
import type { MiddlewareHandler } from 'hono';
import { BATCH_JSON_BYTES_MAX, BODY_BYTES_MAX } from '@continuo/shared/protocol/limits';
import { isUpload } from '../batches/is-upload.ts';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { findJsonFaults } from '../http/json-faults.ts';
import { Refusal } from '../http/refusal.ts';

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Routes that take longer bodies. */
const LONGER_BODIES: Readonly<Record<string, number>> = { '/api/batches': BATCH_JSON_BYTES_MAX };

/**
 * Takes the bodies of unsafe methods: JSON in UTF-8, not compressed, within its bound whatever the headers claim.
 * Requiring the type keeps out the forms of other sites, which cannot set it. JSONL is left to its route.
 */
export const readJsonBody: MiddlewareHandler<GatewayEnv> = async (c, next) => {
  const { incoming } = c.env;
  if (isUpload(c.req.method, c.req.path, incoming.headers['content-type'])) {
    refuseCompressed(incoming);
    await next();
    return;
  }
  const bytesMax = LONGER_BODIES[c.req.path] ?? BODY_BYTES_MAX;
  const declaredBytes = Number(incoming.headers['content-length'] ?? 0);
  const hasBody = declaredBytes > 0 || incoming.headers['transfer-encoding'] !== undefined;
  const type = incoming.headers['content-type'];
  if (type === undefined ? hasBody : !JSON_TYPE.test(type)) throw new Refusal('unsupported_media_type');
  refuseCompressed(incoming);
  if (declaredBytes > bytesMax) throw tooLarge(bytesMax);

  const text = await readText(incoming, bytesMax);
  if (text !== '') {
    checkIsJson(text);
    const faults = findJsonFaults(text);
    if (faults.length > 0) throw new Refusal('validation', undefined, faults);
  }
  // The validators of the routes read it from here.
  Object.assign(c.req.bodyCache, { text: Promise.resolve(text) });
  await next();
};

function refuseCompressed({ headers }: IncomingMessage): void {
  if ((headers['content-encoding'] ?? 'identity') === 'identity') return;
  throw new Refusal('unsupported_media_type', 'Compressed bodies are not taken.');
}

async function readText(incoming: IncomingMessage, bytesMax: number): Promise<string> {
  const bytes = await readBytes(incoming, bytesMax);
  if (!bytes) throw tooLarge(bytesMax);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('invalid_json', 'The body is not UTF-8.');
  }
}

/** Undefined when there are more than `bytesMax`. */
async function readBytes(incoming: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    // Without `destroyOnReturn: false` a refusal would cut the connection before its reply is out.
    for await (const piece of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > bytesMax) return undefined;
      pieces.push(piece);
    }
  } catch {
    throw new Refusal('invalid_request', 'The body broke off.');
  }
  return Buffer.concat(pieces);
}

function checkIsJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new Refusal('invalid_json');
  }
}

function tooLarge(bytesMax: number): Refusal {
  return new Refusal('payload_too_large', `The limit is ${bytesMax} bytes.`);
}
