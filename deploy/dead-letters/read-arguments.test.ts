import { describe, expect, test } from 'vitest';
import { readArguments } from './read-arguments.ts';

const TASK = 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617';

describe('the arguments of npm run dead', () => {
  test('of list are how many, and behind which', () => {
    const listed = { name: 'list', limit: 50, before: undefined };
    expect(readArguments(['list'])).toEqual({ command: listed, json: false });
    const command = { name: 'list', limit: 7, before: 'abc' };
    expect(readArguments(['list', '--limit', '7', '--before=abc', '--json'])).toEqual({
      command,
      json: true,
    });
  });

  test.each(['show', 'retry', 'drop'])('of %s are the task', (name) => {
    expect(readArguments([name, TASK]).command).toEqual({ name, taskId: TASK });
  });

  test('of a retry may be --all', () => {
    expect(readArguments(['retry', '--all']).command).toEqual({ name: 'retry_all' });
  });

  test.each([
    [[], /^Usage: /],
    [['bury'], /^"bury" is no command\. Usage: /],
    [['show'], /^Which task\? Usage: /],
    [['show', 'x'], /^"x" is no task id: /],
    [['show', TASK, TASK], /one word too many/],
    [['list', TASK], /^list takes neither/],
    [['list', '--limit', '0'], /^--limit must be a whole number from 1 to 200, not "0"\.$/],
    [['list', '--limit', '1.5'], /^--limit must be/],
    [['list', '--limit'], /argument missing.*Usage: /],
    [['show', TASK, '--limit', '3'], /^Only list takes/],
    [['drop', '--all'], /^--all goes with retry alone/],
    [['retry', TASK, '--all'], /^--all goes with retry alone/],
    [['list', '--colour'], /^Unknown option '--colour'\. Usage: /],
  ])('%j are refused with one line that says why', (args, sentence) => {
    expect(() => readArguments(args)).toThrow(sentence);
    expect(() => readArguments(args)).not.toThrow(/\n/);
  });
});
