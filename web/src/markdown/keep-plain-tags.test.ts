import { expect, test } from 'vitest';
import { dialect } from './dialect.ts';
import { keepPlainTags } from './keep-plain-tags.ts';

test.each(['one<br>two', 'H<sub>2</sub>O', '<details><summary>More</summary>Text</details>', 'a &amp; b'])(
  '%j stays HTML',
  (html) => {
    expect(keepPlainTags(html)).toBe(html);
  },
);

test.each([
  ['<script>x</script>', '&#60;script&#62;x&#60;/script&#62;'],
  ['<b onclick="x">', '&#60;b onclick="x"&#62;'],
  ['<img src=x', '&#60;img src=x'],
  ['a<!-- not this -->b', 'ab'],
])('%j does not', (html, shown) => {
  expect(keepPlainTags(html)).toBe(shown);
});

test('a type that looks like a tag is text', () => {
  expect(dialect.parse('A Map<string> it is.', { async: false })).toBe(
    '<p>A Map&#60;string&#62; it is.</p>\n',
  );
});
