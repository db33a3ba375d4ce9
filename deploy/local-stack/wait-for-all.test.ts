import { expect, test } from 'vitest';
import { StackFault } from './stack-fault.ts';
import { waitForAll } from './wait-for-all.ts';

test('waiting for all gives all values', async () => {
  expect(await waitForAll([Promise.resolve(1), Promise.resolve('two')])).toEqual([1, 'two']);
});

test('waiting for all ends only when the last has, also when one fails', async () => {
  const last = Promise.withResolvers<string>();
  const steps: string[] = [];
  const waited = waitForAll([Promise.reject(new StackFault('no')), last.promise]).catch(() => {
    steps.push('told');
  });
  await new Promise((resolve) => setImmediate(resolve));
  steps.push('last');
  last.resolve('done');
  await waited;
  expect(steps).toEqual(['last', 'told']);
});

test('waiting for all tells what several have to say, each sentence once', async () => {
  const faults = ['PORT is bad.\nHOST is bad.', 'PORT is bad.'].map((text) =>
    Promise.reject(new StackFault(text)),
  );
  await expect(waitForAll(faults)).rejects.toEqual(new StackFault('PORT is bad.\nHOST is bad.'));
});

test('waiting for all hides no defect behind a fault', async () => {
  const defect = new TypeError('a mistake');
  await expect(waitForAll([Promise.reject(new StackFault('no')), Promise.reject(defect)])).rejects.toBe(
    defect,
  );
});
