import { formatCursor } from '@continuo/shared/protocol/cursor';
import { entryJson } from '@continuo/shared/protocol/entry';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { Connection, Frame, Transcript } from '../evidence/evidence.ts';
import { blame, type CaseFile, type TaskCase, type Violation } from './case-file.ts';

/**
 * Invariants 2 and 4: over any number of connections a reader is sent every entry once, in order, and each as it is
 * stored for good. Only a log that was rebuilt may cut a reader back, and says so.
 */
export function checkReaders({ tasks }: CaseFile): Violation[] {
  return tasks.flatMap((task) => task.transcripts.flatMap((transcript) => checkReader(task, transcript)));
}

function checkReader(task: TaskCase, transcript: Transcript): Violation[] {
  const isRebuilt = task.log.some(({ incarnation }) => incarnation > 0);
  const violations: Violation[] = [];
  const complain = (invariant: number, what: string): void => {
    violations.push(blame(invariant, task, `reader ${transcript.reader}: ${what}`));
  };
  let shown: Frame[] = [];
  for (const connection of transcript.connections) {
    checkAnswer(connection, shown, complain);
    for (const frame of connection.frames) {
      if (frame.event === 'rewind') {
        if (!isRebuilt) complain(4, 'was cut back though nothing was rebuilt');
        shown = shown.slice(0, Number(frame.id.split('-')[0]));
        continue;
      }
      const seq = Number(frame.id.split('-')[0]);
      if (seq !== shown.length + 1) complain(4, `was sent ${frame.id} behind ${shown.length} entries`);
      shown.push(frame);
    }
  }
  checkContent(task, shown, complain);
  return violations;
}

type Complain = (invariant: number, what: string) => void;

/** 204 is for those who have everything; nobody else is told that there is no more. */
function checkAnswer(connection: Connection, shown: readonly Frame[], complain: Complain): void {
  const hasEnd = isTerminal(shown.at(-1)?.event ?? '');
  if (connection.status === 204 && !hasEnd) complain(4, `was told that it has everything at ${shown.length}`);
  if (connection.status === 200 && hasEnd && connection.frames.length > 0) {
    complain(4, 'was sent entries behind the terminal one');
  }
}

function checkContent(task: TaskCase, shown: readonly Frame[], complain: Complain): void {
  const wrong = shown.findIndex((frame, i) => {
    const entry = task.log[i];
    return (
      !entry ||
      frame.id !== formatCursor(entry) ||
      frame.event !== entry.type ||
      frame.data !== entryJson(entry)
    );
  });
  const saw = shown[wrong];
  if (saw) {
    const stored = task.log[wrong];
    complain(2, `saw ${saw.id} ${saw.data}, stored is ${stored ? entryJson(stored) : 'nothing'}`);
  }
  const end = shown.findIndex(({ event }) => isTerminal(event));
  if (end !== -1 && end + 1 !== task.log.length)
    complain(4, `saw an end at ${end + 1} of ${task.log.length}`);
}
