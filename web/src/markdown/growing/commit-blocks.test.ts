import { describe, expect, test } from 'vitest';
import { commitBlocks } from './commit-blocks.ts';
import { lexBlocks } from '../syntax/lex-blocks.ts';

const committed = (text: string): string => text.slice(0, commitBlocks(text, {}).length);

describe('what is final', () => {
  test('a paragraph, once another block has begun behind it', () => {
    expect(committed('One.\n\nTwo')).toBe('');
    expect(committed('One.\n\nTwo\n')).toBe('One.\n\n');
  });

  test('not the last block, however complete it looks', () => {
    expect(committed('# Head\n\n- one\n- two\n\n')).toBe('# Head\n\n');
  });

  test('not a list behind which half a line may be its next item', () => {
    expect(committed('1. one\n\n2')).toBe('');
  });

  test('not a closed code block before something follows it', () => {
    expect(committed('```js\nlet a;\n```\n')).toBe('');
    expect(committed('```js\nlet a;\n```\nSo.\n')).toBe('```js\nlet a;\n```\n');
  });

  test('nothing inside an open code block', () => {
    expect(committed('```md\n# Head\n\nText\n\nText\n')).toBe('');
  });

  test('nothing in an empty text', () => {
    expect(committed('')).toBe('');
    expect(committed('\n\n')).toBe('');
  });
});

const CORPUS = `# Title

Text with **bold**, *emphasis*, \`code\` and [a link](https://example.com).
Second line of it.

1. one

   still one
2. two
   - nested
   - nested

\`\`\`ts
const a = \`\${b}\`;

# no heading
\`\`\`

| a | b |
| --- | ---: |
| 1 | 2 |
| 3 | 4 |

> quoted
> twice

Setext
======

$$
a_i * b_i
$$

- [ ] open
- [x] done

***

Costs $5 and $6, or $x^2$.
`;

test('a text that arrives a character at a time has the blocks of the whole text', () => {
  let start = 0;
  const raws: string[] = [];
  for (let end = 1; end <= CORPUS.length; end++) {
    const { blocks, length } = commitBlocks(CORPUS.slice(start, end), {});
    raws.push(...blocks.map(({ raw }) => raw));
    start += length;
  }
  raws.push(...lexBlocks(CORPUS.slice(start)).map(({ raw }) => raw));
  expect(raws).toEqual(lexBlocks(CORPUS).map(({ raw }) => raw));
});

test('the blocks of a text joined are the text', () => {
  expect(
    lexBlocks(CORPUS)
      .map(({ raw }) => raw)
      .join(''),
  ).toBe(CORPUS);
});
