import { describe, expect, test } from 'vitest';
import { makeProblem, PROBLEMS, type ProblemCode } from './problem.ts';

describe('a problem', () => {
  test.each(Object.keys(PROBLEMS) as ProblemCode[])(
    '%s says its status, title and where it is explained',
    (code) => {
      expect(makeProblem(code)).toEqual({
        type: `/docs#problem-${code}`,
        title: PROBLEMS[code].title,
        status: PROBLEMS[code].status,
        code,
      });
    },
  );

  test('carries what is given of detail and fields, and nothing that is not given', () => {
    const errors = [{ pointer: '/messages/0', detail: 'too long' }];
    expect(makeProblem('validation', 'one field', errors)).toMatchObject({ detail: 'one field', errors });
    expect(Object.keys(makeProblem('validation'))).not.toContain('detail');
  });
});
