import { describe, expect, test } from 'vitest';
import { CONVERSATION_ID_PATTERN, isTaskId, makeConversationId, makeTaskId, partitionOf } from './task-id.ts';

const UUID = '019aa0c2-5f3e-7d1c-b0a1-c2d3e4f50617';

describe('a task id', () => {
  test.each([0, 7, 9_999])('carries its partition: %i', (partition) => {
    const taskId = makeTaskId(partition, UUID);
    expect(taskId).toBe(`t${partition}_019aa0c25f3e7d1cb0a1c2d3e4f50617`);
    expect(isTaskId(taskId)).toBe(true);
    expect(partitionOf(taskId)).toBe(partition);
  });

  test.each([
    '',
    't_019aa0c25f3e7d1cb0a1c2d3e4f50617',
    't00_019aa0c25f3e7d1cb0a1c2d3e4f50617',
    't10000_019aa0c25f3e7d1cb0a1c2d3e4f50617',
    't0_019aa0c25f3e7d1cb0a1c2d3e4f5061',
    't0_019aa0c25f3e7d1cb0a1c2d3e4f506170',
    't0_019AA0C25F3E7D1CB0A1C2D3E4F50617',
    't0_019aa0c25f3e7d1cb0a1c2d3e4f50617\n',
    't0_019aa0c25f3e7d1cb0a1c2d3e4f5061:',
    'c_019aa0c25f3e7d1cb0a1c2d3e4f50617',
  ])('is not %j', (text) => {
    expect(isTaskId(text)).toBe(false);
  });
});

test('a conversation id has the form that requests may name', () => {
  expect(makeConversationId(UUID)).toMatch(CONVERSATION_ID_PATTERN);
});
