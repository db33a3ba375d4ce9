import type { CountedChunk } from '@continuo/shared/protocol/fold-task';
import { expect, test } from 'vitest';
import { emptyLog, type AnswerLog } from './answer-log.ts';
import { packLog, unpackLog } from './pack-log.ts';

const chunk = (id: number, model = 'a'): CountedChunk => ({
  chunk_id: id,
  text: `text ${id} `,
  at: 1_000 + id * id,
  provider: 'simulator',
  model,
});

function logOf(chunks: CountedChunk[]): AnswerLog {
  const log = emptyLog();
  log.view.chunks = chunks;
  log.view.seq = 9;
  log.text = chunks.map(({ text }) => text).join('');
  return log;
}

const overReload = (log: AnswerLog): AnswerLog => unpackLog(JSON.parse(JSON.stringify(packLog(log))));

test.each([
  ['nothing', []],
  ['chunks in a row', [chunk(0), chunk(1), chunk(2)]],
  ['chunks of an attempt that was cut and went on', [chunk(0), chunk(5), chunk(6)]],
  ['chunks of two models', [chunk(0), chunk(1, 'b'), chunk(2, 'b'), chunk(3)]],
])('%s: what is packed comes out the same', (_name, chunks) => {
  const log = logOf(chunks);
  expect(overReload(log)).toEqual(log);
});

test('a long answer takes little more than its text', () => {
  const log = logOf(Array.from({ length: 1_000 }, (_, id) => chunk(id)));
  expect(JSON.stringify(packLog(log)).length).toBeLessThan(log.text.length * 2);
});
