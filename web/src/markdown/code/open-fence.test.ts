import { describe, expect, test } from 'vitest';
import { readOpenFence } from './open-fence.ts';

describe('an open fence', () => {
  test('is read with its language and its code so far', () => {
    expect(readOpenFence('```ts title=x\nlet a;\nlet b')).toEqual({ lang: 'ts', code: 'let a;\nlet b' });
  });

  test('keeps back a last line that may become its end', () => {
    expect(readOpenFence('```ts\nlet a;\n``')).toEqual({ lang: 'ts', code: 'let a;' });
    expect(readOpenFence('```ts\nlet a;\n')).toEqual({ lang: 'ts', code: 'let a;' });
    expect(readOpenFence('~~~\nlet a;\n``')).toEqual({ lang: '', code: 'let a;\n``' });
  });

  test('may contain shorter fences', () => {
    expect(readOpenFence('````md\n```\ncode\n```\n')?.code).toBe('```\ncode\n```');
  });
});

describe('no open fence', () => {
  test.each(['text', '```', '```ts', '```ts\nlet a;\n```', '```ts\n```\nmore', '``` a`b\ncode'])(
    '%j',
    (text) => {
      expect(readOpenFence(text)).toBeUndefined();
    },
  );
});
