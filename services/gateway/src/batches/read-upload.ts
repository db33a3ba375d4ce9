import type { IncomingMessage } from 'node:http';
import { BATCH_BYTES_MAX, BATCH_LINES_MAX, BODY_BYTES_MAX } from '@continuo/shared/protocol/limits';
import type { FieldFault } from '@continuo/shared/protocol/problem';
import { findJsonFaults } from '../http/json-faults.ts';
import { Refusal } from '../http/refusal.ts';

/** A line of the input, parsed, or what is wrong with it as JSON. */
export type LineInput = { line: number; place: string } & ({ value: unknown } | { faults: FieldFault[] });

type Upload = Pick<IncomingMessage, 'headers' | 'iterator'>;

const NEWLINE = 0x0a;
/** Blank ones included: an upload of nothing else would keep a gateway busy for minutes. */
const LINES_READ_MAX = 2 * BATCH_LINES_MAX;

/** JSONL, line by line as it comes: never more of it in memory than one line. Blank lines are skipped, but count. */
export async function* readUpload(incoming: Upload): AsyncGenerator<LineInput> {
  if (Number(incoming.headers['content-length'] ?? 0) > BATCH_BYTES_MAX) throw tooLarge();
  let line = 0;
  for await (const bytes of splitLines(readPieces(incoming))) {
    line += 1;
    if (line > LINES_READ_MAX) throw new Refusal('validation', undefined, [fault('far too many lines')]);
    const input = bytes ? parseBytes(bytes) : { faults: [fault(`longer than ${BODY_BYTES_MAX} bytes`)] };
    if (input) yield { line, place: '', ...input };
  }
}

/** The same of a list that is in memory already. */
export function* readList(values: readonly unknown[]): Generator<LineInput> {
  for (const [i, value] of values.entries()) yield { line: i + 1, place: `/lines/${i}`, value };
}

async function* readPieces(incoming: Upload): AsyncGenerator<Buffer> {
  let length = 0;
  try {
    // Without `destroyOnReturn: false` a refusal would cut the connection before its reply is out.
    for await (const piece of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > BATCH_BYTES_MAX) throw tooLarge();
      yield piece;
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('invalid_request', 'The body broke off.');
  }
}

/** Each line without its newline; undefined: one that is longer than it may be. */
async function* splitLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer | undefined> {
  let begun: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer): void => {
    length += part.length;
    if (length <= BODY_BYTES_MAX) begun.push(part);
    else begun = [];
  };
  const take = (): Buffer | undefined => {
    const whole = length <= BODY_BYTES_MAX ? Buffer.concat(begun) : undefined;
    begun = [];
    length = 0;
    return whole;
  };
  for await (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, start)) {
      add(piece.subarray(start, end));
      yield take();
      start = end + 1;
    }
    add(piece.subarray(start));
  }
  if (length > 0) yield take();
}

/** Undefined: a blank line. */
function parseBytes(bytes: Buffer): { value: unknown } | { faults: FieldFault[] } | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { faults: [fault('not UTF-8')] };
  }
  if (text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const faults = findJsonFaults(text);
    return faults.length > 0 ? { faults } : { value };
  } catch {
    return { faults: [fault('not JSON')] };
  }
}

function fault(detail: string): FieldFault {
  return { pointer: '', detail };
}

function tooLarge(): Refusal {
  return new Refusal('payload_too_large', `The limit of an upload is ${BATCH_BYTES_MAX} bytes.`);
}
