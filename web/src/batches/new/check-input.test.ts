import { expect, test } from 'vitest';
import { checkInput } from './check-input.ts';

test('prompts become JSON strings, blank lines are left out', async () => {
  const checked = await checkInput(new Blob(['Why?\r\n\n  "Because"\n']), 'prompts');
  expect(checked.report?.lines).toBe(2);
  expect(checked.report && (await checked.jsonl.text())).toBe('"Why?"\n"  \\"Because\\""\n');
});

test('JSONL is sent as it is', async () => {
  const input = new Blob(['{"prompt":"Why?"}\n']);
  const checked = await checkInput(input, 'jsonl');
  expect(checked.report && checked.jsonl).toBe(input);
});

test('what is not UTF-8 is not text', async () => {
  expect(await checkInput(new Blob([new Uint8Array([0xff, 0xfe, 0x41])]), 'prompts')).toEqual({
    report: undefined,
  });
});
