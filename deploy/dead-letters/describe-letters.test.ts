import { expect, test } from 'vitest';
import type { DeadDetailReply } from '@continuo/shared/protocol/dead-letter-api';
import { describeDetail, describeList } from './describe-letters.ts';

const LETTER: DeadDetailReply = {
  task_id: 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617',
  conversation_id: 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618',
  at: 1_795_246_094_790,
  attempts: 2,
  code: 'provider_overloaded',
  message: 'too much',
  provider: 'openai',
  model: 'small',
  kept_chunks: 2,
  kept_characters: 7,
  prompt: 'why',
  request: {
    provider: 'openai',
    model: 'small',
    system: 'Be brief.',
    messages: [{ role: 'user', content: 'why' }],
  },
  text: 'because',
  failures: [
    {
      attempt: 1,
      at: 1_795_246_094_000,
      worker: 'host-1',
      provider: 'openai',
      model: 'small',
      code: null,
      message: 'its generator ended',
      followed_by: 'takeover',
    },
    {
      attempt: 2,
      at: 1_795_246_094_790,
      worker: 'host-2',
      provider: 'openai',
      model: 'small',
      code: 'provider_overloaded',
      message: 'too much',
      followed_by: 'end',
    },
  ],
};

test('a list is a table, a line each, with the way to the next page', () => {
  const gone = { ...LETTER, prompt: null, kept_characters: 12_345 };
  const text = describeList({ dead_letters: [LETTER, gone], next_before: 'abc' });
  expect(text.split('\n')).toEqual([
    'TASK                                 GIVEN UP              ATTEMPTS  WHY                  MODEL  KEPT              PROMPT',
    't0_019aa0c25f3e7d1cb0a1c2d3e4f50617  2026-11-21T07:28:14Z  2         provider_overloaded  small  7 characters      why',
    't0_019aa0c25f3e7d1cb0a1c2d3e4f50617  2026-11-21T07:28:14Z  2         provider_overloaded  small  12345 characters  (gone; can only be dropped)',
    'More: npm run dead -- list --before abc',
  ]);
});

test('a list of nothing says so', () => {
  expect(describeList({ dead_letters: [], next_before: null })).toBe('There are no dead letters.');
});

test('one letter tells why, what was asked, what is kept, and how each attempt ended', () => {
  const text = describeDetail(LETTER);
  expect(text).toContain('why           provider_overloaded: too much');
  expect(text).toContain('system: Be brief.\nuser: why');
  expect(text).toContain('Kept text\nbecause');
  expect(text).toMatch(/1 {2}2026\S+ {2}host-1 {2}openai small {2}its generator ended +then takeover/);
  expect(text).toMatch(/2 {2}2026\S+ {2}host-2 {2}openai small {2}provider_overloaded: too much +given up/);
});

test('what users and models wrote cannot command the terminal', () => {
  const hostile = '\u001B[2Jwhy\u0007\r';
  const list = describeList({ dead_letters: [{ ...LETTER, prompt: hostile }], next_before: null });
  const detail = describeDetail({ ...LETTER, text: `${hostile}\n\tnext line` });
  for (const command of ['\u001B', '\u0007', '\r']) expect(list + detail).not.toContain(command);
  expect(detail).toContain('\n\tnext line');
});
