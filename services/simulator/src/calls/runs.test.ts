import { expect, test } from 'vitest';
import { markEnd } from './generate.ts';
import { makeRuns } from './runs.ts';
import { makeTicker } from './ticker.ts';
import { makeCall } from '../testing/make-call.ts';

test('a finished response makes room for a new one, a running one does not', async () => {
  const runs = makeRuns(makeTicker(), 2);
  const frozen = { plan: { fault: { where: 'model', kind: 'freeze', at: 0, detail: undefined } } } as const;
  const first = runs.start(makeCall('resp_1', frozen));
  const second = makeCall('resp_2');
  markEnd(second, 'completed');
  runs.keep(second);
  const third = runs.start(makeCall('resp_3', frozen));
  expect(['resp_1', 'resp_2', 'resp_3'].map((id) => runs.find(id)?.call.id)).toEqual([
    'resp_1',
    undefined,
    'resp_3',
  ]);
  expect(runs.start(makeCall('resp_4', frozen))).toBeUndefined();
  await first?.cancel();
  expect(runs.start(makeCall('resp_5'))).toBeDefined();
  expect(runs.find('resp_1')).toBeUndefined();
  await third?.cancel();
});
