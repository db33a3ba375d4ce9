import type { Entry } from '@continuo/shared/protocol/entry';
import type { Contact } from '../contact.ts';
import { makeTaskReader, type TaskReader } from '../make-task-reader.ts';
import { BEGINNING, findFirst, isBehind, shareEntries } from './share-entries.ts';
import type { Surroundings } from '../surroundings.ts';
import type { TaskChange, TaskNews, Want } from './tab-messages.ts';
import type { ReadPosition } from '../take-events.ts';

/** One task's stream for all who want it, each from its own place. It is closed while the task has no place. */
export interface Line {
  isOpen: () => boolean;
  open: () => void;
  close: () => void;
  add: (want: Want) => void;
  remove: (wantId: string) => void;
}

export interface LineOptions {
  taskId: string;
  tell: (news: TaskNews) => void;
  /** There is nothing to read any more. */
  onEnd: () => void;
}

export function makeLine({ taskId, tell, onEnd }: LineOptions, surroundings: Surroundings): Line {
  /** How far each has read, by the name of its want. */
  const positions = new Map<string, ReadPosition>();
  let reader: TaskReader | undefined;
  let { cursor } = BEGINNING;
  let contact: Contact | undefined;

  const tellAll = (change: TaskChange): void => tell({ ...change, wants: [...positions.keys()] });
  const moveAll = (ids: Iterable<string>, to: ReadPosition): void => {
    for (const id of ids) positions.set(id, to);
  };

  const take = (entries: readonly Entry[]): void => {
    const last = entries.at(-1);
    if (!last) return;
    const { seq, incarnation, epoch } = last;
    cursor = { seq, incarnation };
    const { shares, lost } = shareEntries(positions, entries);
    for (const share of shares) {
      moveAll(share.wants, { cursor, epoch });
      tell({ what: 'entries', ...share });
    }
    if (lost.length === 0) return;
    moveAll(lost, BEGINNING);
    tell({ what: 'reset', wants: lost });
    open();
  };

  const open = (): void => {
    reader?.stop();
    const from = findFirst(positions.values());
    cursor = from.cursor;
    reader = makeTaskReader(
      {
        taskId,
        from,
        onEntries: take,
        onReset: () => {
          cursor = BEGINNING.cursor;
          moveAll(positions.keys(), BEGINNING);
          tellAll({ what: 'reset' });
        },
        onContact: (next) => {
          if (next.kind === 'live' && contact?.kind === 'live') return;
          contact = next;
          tellAll({ what: 'contact', contact });
        },
        onEnd: (end) => {
          tellAll({ what: 'end', end });
          onEnd();
        },
      },
      surroundings,
    );
  };

  return {
    isOpen: () => reader !== undefined,
    open,
    close: () => {
      reader?.stop();
      reader = undefined;
      contact = undefined;
    },
    add: ({ id, from }) => {
      positions.set(id, from);
      if (reader && isBehind(from, cursor)) open();
      else if (contact) tell({ what: 'contact', contact, wants: [id] });
    },
    remove: (wantId) => positions.delete(wantId),
  };
}
