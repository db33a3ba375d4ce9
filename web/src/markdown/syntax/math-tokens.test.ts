import type { Tokens } from 'marked';
import { expect, test } from 'vitest';
import { lexBlocks } from './lex-blocks.ts';

/** What is read as formulas, blocks and those in lines. */
function formulasIn(text: string): [type: string, formula: string][] {
  const tokens = lexBlocks(text).flatMap((block: Tokens.Generic) => [block, ...(block.tokens ?? [])]);
  return tokens.flatMap((token: Tokens.Generic): [string, string][] =>
    token.type.startsWith('math_') ? [[token.type, String(token['text'])]] : [],
  );
}

test.each([
  ['$a_i * b_i$ and $c_i * d_i$', ['a_i * b_i', 'c_i * d_i']],
  ['\\(a < b\\)', ['a < b']],
  ['so $$x^2$$ it is', ['x^2']],
  ['\\[ x^2 \\] is not alone', ['x^2']],
])('%j has formulas in the line', (text, formulas) => {
  expect(formulasIn(text)).toEqual(formulas.map((formula) => ['math_inline', formula]));
});

test.each(['$$\nx^2\n$$', '\\[\nx^2\n\\]', 'Text:\n$$x^2$$\nand on'])(
  '%j has one of its own lines',
  (text) => {
    expect(formulasIn(text)).toEqual([['math_block', 'x^2']]);
  },
);

test.each(['It costs $5 and $6.', '$ 5$', 'US$', '$a$5', '$$\na\n\nb\n$$'])('%j has none', (text) => {
  expect(formulasIn(text)).toEqual([]);
});
