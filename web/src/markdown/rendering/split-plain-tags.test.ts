import { expect, test } from 'vitest';
import { splitPlainTags } from './split-plain-tags.ts';

/** Tags as they are shown, text in quotation marks. */
function describeParts(html: string): string {
  return splitPlainTags(html)
    .map((part) => (part.kind === 'text' ? `"${part.text}"` : `${part.kind} ${part.tag}`))
    .join(', ');
}

test.each([
  ['one<br>two', '"one", open br, "two"'],
  ['H<sub>2</sub >O', '"H", open sub, "2", close sub, "O"'],
  ['<DETAILS><summary>More</summary>', 'open details, open summary, "More", close summary'],
  ['a &amp; b', '"a &amp; b"'],
  ['a<!-- not this -->b', '"a", "b"'],
])('%j has allowed tags', (html, parts) => {
  expect(describeParts(html)).toBe(parts);
});

test.each(['<script>', '</script>', '<b onclick="x">', '<img src=x', 'Map<string>', '<', '1 < 2'])(
  '%j is text',
  (html) => {
    const parts = splitPlainTags(html);
    expect(parts.every(({ kind }) => kind === 'text')).toBe(true);
    expect(parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')).toBe(html);
  },
);
