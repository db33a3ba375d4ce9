import { expect, test } from 'vitest';
import { openStorage, type KeptTexts } from '../../open-storage.ts';
import { makeLastSeen } from './last-seen.ts';

/** A storage that takes so many characters, names included, and then throws as browsers do. */
function storageOf(charsMax: number): KeptTexts {
  const items = new Map<string, string>();
  const size = (): number => [...items].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  const storage = {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => {
      const before = items.get(name);
      items.set(name, value);
      if (size() <= charsMax) return;
      if (before === undefined) items.delete(name);
      else items.set(name, before);
      throw new DOMException('full', 'QuotaExceededError');
    },
    removeItem: (name: string) => items.delete(name),
  } as unknown as Storage;
  return openStorage(() => storage);
}

const mega = 'x'.repeat(1_000_000);

test('a record comes back after a reload as it was saved', () => {
  const storage = storageOf(1_000);
  makeLastSeen(storage).save('task:1', { text: 'a' });
  expect(makeLastSeen(storage).load('task:1')).toEqual({ text: 'a' });
});

test('the records that were not saved for longest make room', () => {
  const storage = storageOf(5_000_000);
  const lastSeen = makeLastSeen(storage);
  lastSeen.save('task:1', mega);
  lastSeen.save('task:2', mega);
  lastSeen.save('task:1', mega);
  lastSeen.save('task:3', mega);
  const reloaded = makeLastSeen(storage);
  expect(['task:1', 'task:2', 'task:3'].map((key) => reloaded.load(key) === mega)).toEqual([
    true,
    false,
    true,
  ]);
});

test('a storage that is full keeps no new record and breaks nothing', () => {
  const lastSeen = makeLastSeen(storageOf(100));
  lastSeen.save('task:1', mega);
  expect(lastSeen.load('task:1')).toBeUndefined();
});

test('a record that is no JSON any more counts as lost', () => {
  const storage = storageOf(1_000);
  makeLastSeen(storage).save('task:1', { text: 'a' });
  storage.set('continuo:2:task:1', '{"text":');
  expect(makeLastSeen(storage).load('task:1')).toBeUndefined();
});

test('a storage that is forbidden keeps nothing and breaks nothing', () => {
  const lastSeen = makeLastSeen(
    openStorage(() => {
      throw new DOMException('no', 'SecurityError');
    }),
  );
  lastSeen.save('task:1', 'a');
  expect(lastSeen.load('task:1')).toBeUndefined();
});
