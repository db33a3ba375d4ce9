import { createHash } from 'node:crypto';
import { promptOf } from '@continuo/shared/protocol/chat-request';
import type { BatchDefaults } from '@continuo/shared/protocol/batch-api';
import { BATCH_FAULTS_MAX, BATCH_LINES_MAX } from '@continuo/shared/protocol/limits';
import type { FieldFault } from '@continuo/shared/protocol/problem';
import type { NewLine } from '@continuo/shared/postgres/upload-batch';
import { titleOf } from '@continuo/shared/postgres/title';
import type { Offer } from '../config.ts';
import { Refusal } from '../http/refusal.ts';
import { parseLine } from './parse-line.ts';
import type { LineInput } from './read-upload.ts';

/** What is known of a batch when its last line is kept. */
export interface CollectedLines {
  total: number;
  /** The beginning of the first prompt. */
  title: string;
  /** Over what was kept, however it was written; hex. */
  sha256: string;
}

/** Lines that are written together: so many, or so many characters of requests. */
const LINES_PER_WRITE = 500;
const CHARS_PER_WRITE = 1_000_000;

interface Collection {
  hash: ReturnType<typeof createHash>;
  total: number;
  title: string;
  lineOf: Map<string, number>;
  faults: FieldFault[];
  held: NewLine[];
  heldChars: number;
}

/**
 * Checks the lines one by one and keeps them in portions. With a fault nothing more is kept, and the lines are only
 * checked on, up to BATCH_FAULTS_MAX faults, which are then thrown.
 */
export async function collectLines(
  inputs: Iterable<LineInput> | AsyncIterable<LineInput>,
  { defaults, offer }: { defaults: BatchDefaults; offer: Offer },
  write: (lines: readonly NewLine[]) => Promise<void>,
): Promise<CollectedLines> {
  const collection: Collection = {
    hash: createHash('sha256'),
    total: 0,
    title: '',
    lineOf: new Map(),
    faults: [],
    held: [],
    heldChars: 0,
  };
  const writeHeld = async (): Promise<void> => {
    if (collection.held.length > 0) await write(collection.held);
    collection.held = [];
    collection.heldChars = 0;
  };
  for await (const input of inputs) {
    takeLine(collection, input, defaults, offer);
    if (collection.faults.length >= BATCH_FAULTS_MAX || collection.total > BATCH_LINES_MAX) break;
    if (collection.held.length >= LINES_PER_WRITE || collection.heldChars >= CHARS_PER_WRITE)
      await writeHeld();
  }
  const { faults, total, title, hash } = collection;
  if (total > BATCH_LINES_MAX) faults.push({ pointer: '', detail: `more than ${BATCH_LINES_MAX} lines` });
  if (total === 0) faults.push({ pointer: '', detail: 'there is no line' });
  if (faults.length > 0) throw new Refusal('validation', undefined, faults.slice(0, BATCH_FAULTS_MAX));
  await writeHeld();
  return { total, title, sha256: hash.digest('hex') };
}

function takeLine(collection: Collection, input: LineInput, defaults: BatchDefaults, offer: Offer): void {
  collection.total += 1;
  const parsed =
    'faults' in input
      ? { tag: 'faults' as const, faults: input.faults }
      : parseLine(input.value, defaults, offer);
  const faults =
    parsed.tag === 'faults' ? parsed.faults : findRepeated(collection, parsed.customId, input.line);
  for (const { pointer, detail } of faults) {
    collection.faults.push({ line: input.line, pointer: `${input.place}${pointer}`, detail });
  }
  if (parsed.tag === 'faults' || collection.faults.length > 0) return;
  const request = JSON.stringify(parsed.request);
  const { customId = null, cacheable } = parsed;
  collection.hash.update(JSON.stringify([customId, request, cacheable]));
  if (collection.total === 1) collection.title = titleOf(promptOf(parsed.request));
  collection.held.push({ line: collection.total, customId, request, cacheable });
  collection.heldChars += request.length;
}

function findRepeated({ lineOf }: Collection, customId: string | undefined, line: number): FieldFault[] {
  if (customId === undefined) return [];
  const first = lineOf.get(customId);
  lineOf.set(customId, first ?? line);
  return first === undefined
    ? []
    : [{ pointer: '/custom_id', detail: `it is that of line ${first} already` }];
}
