import {
  makeProblem,
  type FieldFault,
  type Problem,
  type ProblemCode,
} from '@continuo/shared/protocol/problem';

/** Thrown wherever a request cannot be served; `answer-problems.ts` turns it into the reply. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(code: ProblemCode, detail?: string, errors?: FieldFault[]) {
    super(detail ?? code);
    this.name = 'Refusal';
    this.problem = makeProblem(code, detail, errors);
  }
}
