import { StackFault } from './stack-fault.ts';

/**
 * Like Promise.all, but nothing goes on behind its back: it waits for all, also when one fails. What several
 * have to say is told at once, each sentence once.
 */
export async function waitForAll<Values extends readonly unknown[]>(promises: {
  [Index in keyof Values]: Promise<Values[Index]>;
}) {
  const reasons: unknown[] = [];
  for (const result of await Promise.allSettled(promises)) {
    if (result.status === 'rejected') reasons.push(result.reason);
  }
  const faults = reasons.filter((reason) => reason instanceof StackFault);
  // A defect has a stack trace to show, which no sentence may hide.
  const defect = reasons.find((reason) => !(reason instanceof StackFault));
  if (defect !== undefined) throw defect;
  if (faults.length > 0) {
    throw new StackFault([...new Set(faults.flatMap((fault) => fault.message.split('\n')))].join('\n'));
  }
  return Promise.all(promises);
}
