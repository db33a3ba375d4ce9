import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BATCH_BYTES_MAX, BODY_BYTES_MAX } from '@continuo/shared/protocol/limits';
import { readUpload, type LineInput } from './read-upload.ts';

function upload(pieces: readonly Buffer[], headers: Record<string, string> = {}) {
  return Object.assign(Readable.from(pieces, { objectMode: true }), { headers });
}

async function readAll(pieces: readonly Buffer[]): Promise<LineInput[]> {
  const inputs: LineInput[] = [];
  for await (const input of readUpload(upload(pieces))) inputs.push(input);
  return inputs;
}

function faultsOf(inputs: readonly LineInput[]): [number, string | undefined][] {
  return inputs.flatMap((input) => ('faults' in input ? [[input.line, input.faults[0]?.detail]] : []));
}

/** Cuts a text anywhere, also inside a character. */
function cut(text: string, places: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const sorted = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted(
    (a, b) => a - b,
  );
  return sorted.slice(1).map((end, i) => bytes.subarray(sorted[i], end));
}

test('gives every line once and in order, wherever the pieces are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 20 }),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      fc.array(fc.nat()),
      async (values, newline, endsWithNewline, places) => {
        const text =
          values.map((value) => JSON.stringify(value)).join(newline) + (endsWithNewline ? newline : '');
        const inputs = await readAll(cut(text, places));
        expect(inputs).toEqual(
          values.map((value, i) => ({
            line: i + 1,
            place: '',
            value: JSON.parse(JSON.stringify(value)) as unknown,
          })),
        );
      },
    ),
  );
});

test('skips blank lines, but counts them', async () => {
  const inputs = await readAll([Buffer.from('"a"\n\n  \n"b"')]);
  expect(inputs.map(({ line }) => line)).toEqual([1, 4]);
});

test('names lines that are not JSON, not UTF-8 or name a field twice, and reads on', async () => {
  const inputs = await readAll([
    Buffer.from('{"a":\n"ok"\n"'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"\n{"a":1,"a":2}'),
  ]);
  expect(faultsOf(inputs)).toEqual([
    [1, 'not JSON'],
    [3, 'not UTF-8'],
    [4, 'the name comes twice'],
  ]);
});

test('names a line that is too long, and reads on behind it', async () => {
  const longest = `"${'x'.repeat(BODY_BYTES_MAX - 2)}"`;
  const inputs = await readAll([
    Buffer.from(`${longest}\n${longest.slice(1)}y"\n`),
    Buffer.from('x'),
    Buffer.from(`${longest}\n7`),
  ]);
  expect(faultsOf(inputs)).toEqual([
    [2, `longer than ${BODY_BYTES_MAX} bytes`],
    [3, `longer than ${BODY_BYTES_MAX} bytes`],
  ]);
  expect(inputs.at(-1)).toEqual({ line: 4, place: '', value: 7 });
});

test('refuses an upload that is too large by what it says, and by what it is', async () => {
  const said = readUpload(upload([], { 'content-length': String(BATCH_BYTES_MAX + 1) }));
  await expect(said.next()).rejects.toMatchObject({ problem: { code: 'payload_too_large' } });
  const piece = Buffer.alloc(1024 * 1024, 'x');
  const pieces = Array.from({ length: BATCH_BYTES_MAX / piece.length + 1 }, () => piece);
  await expect(readAll(pieces)).rejects.toMatchObject({ problem: { code: 'payload_too_large' } });
});

test('refuses an upload of blank lines before it has read it all', async () => {
  const blank = Buffer.alloc(1024 * 1024, '\n');
  await expect(readAll([blank])).rejects.toMatchObject({ problem: { code: 'validation' } });
});

test('an upload that breaks off is refused, not taken for a short one', async () => {
  const broken = upload([Buffer.from('"a"\n')]);
  const inputs = readUpload(broken);
  expect(await inputs.next()).toMatchObject({ value: { value: 'a' } });
  broken.destroy(new Error('aborted'));
  await expect(inputs.next()).rejects.toMatchObject({ problem: { code: 'invalid_request' } });
});
