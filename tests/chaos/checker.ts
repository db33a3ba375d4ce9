import { openCases, type Violation } from './checks/case-file.ts';
import { checkAnswers } from './checks/check-answers.ts';
import { checkCancels } from './checks/check-cancels.ts';
import { checkEnds } from './checks/check-ends.ts';
import { checkFences } from './checks/check-fences.ts';
import { checkBounds, checkLogs } from './checks/check-logs.ts';
import { checkOwners } from './checks/check-owners.ts';
import { checkProvider } from './checks/check-provider.ts';
import { checkReaders } from './checks/check-readers.ts';
import { checkStores } from './checks/check-stores.ts';
import type { Evidence } from './evidence/evidence.ts';

export type { Violation } from './checks/case-file.ts';

/** Every broken promise that the evidence shows, by the number of the invariant (design section 4). Pure. */
export function check(evidence: Evidence): Violation[] {
  const file = openCases(evidence);
  return [
    checkEnds,
    checkLogs,
    checkFences,
    checkReaders,
    checkStores,
    checkAnswers,
    checkProvider,
    checkCancels,
    checkOwners,
    checkBounds,
  ]
    .flatMap((checkOne) => checkOne(file))
    .toSorted((a, b) => a.invariant - b.invariant);
}
