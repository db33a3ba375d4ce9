import { expect, test } from 'vitest';
import { putPage } from './create-line-pages.ts';

const page = (nextAfter: number | null) => ({ lines: [], next_after: nextAfter });
const [first, second, last] = [page(100), page(200), page(null)];

test('a page that ends where it did takes the place of the old one', () => {
  const again = page(100);
  expect(putPage([first, second, last], 0, again)).toEqual([again, second, last]);
  expect(putPage([first, second, last], 0, again)[0]).toBe(again);
});

test('what follows a page that ends elsewhere is let go', () => {
  const shorter = page(150);
  expect(putPage([first, second, last], 1, shorter)).toEqual([first, shorter]);
});

test('the next page is put behind the others', () => {
  expect(putPage([first], 1, second)).toEqual([first, second]);
});
