import { expect, test } from 'vitest';
import { readRuns, SCOPES } from './runs.ts';

/** As `scope:text`, to be read. */
function describeRuns(html: string, code: string): string[] {
  const runs = readRuns(html);
  const described: string[] = [];
  for (let at = 0, start = 0; at < runs.length; at += 2) {
    const length = runs[at] ?? 0;
    described.push(`${SCOPES[runs[at + 1] ?? 0]}:${code.slice(start, start + length)}`);
    start += length;
  }
  return described;
}

test('spans are runs, what is between them is plain', () => {
  expect(describeRuns('<span class="hljs-keyword">let</span> a', 'let a')).toEqual([
    'keyword:let',
    'plain: a',
  ]);
});

test('an escaped character counts as one', () => {
  const html = 'a &lt; <span class="hljs-string">&quot;&amp;&#x27;&quot;</span> &gt;';
  expect(describeRuns(html, 'a < "&\'" >')).toEqual(['plain:a < ', 'string:"&\'"', 'plain: >']);
});

test('the inner of two nested scopes counts, one without a colour is like what is around it', () => {
  const html =
    '<span class="hljs-string">a<span class="hljs-subst">b<span class="hljs-number">1</span></span>c</span>';
  expect(describeRuns(html, 'ab1c')).toEqual(['string:ab', 'number:1', 'string:c']);
});

test('of a scope with a qualifier the first word counts', () => {
  expect(describeRuns('<span class="hljs-title function_">f</span>()', 'f()')).toEqual([
    'title:f',
    'plain:()',
  ]);
  expect(describeRuns('<span class="language-css">a</span>', 'a')).toEqual(['plain:a']);
});
