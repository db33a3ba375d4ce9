import type { Entry } from '@continuo/shared/protocol/entry';
import type { Contact } from '../surroundings/contact.ts';
import { makeTaskReader, type TaskReader } from '../streams/make-task-reader.ts';
import type { Stage } from './allot-places.ts';
import { advance, BEGINNING, findFirst, isBehind } from './share-entries.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import type { TaskChange, TaskNews, Want } from './tab-messages.ts';
import type { ReadPosition } from '../streams/take-events.ts';

/** One task's stream for all who want it, each from its own place. It is closed while the task has no place. */
export interface Line {
  isOpen: () => boolean;
  /** How it fares, and since when. */
  stage: () => Stage;
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
  const { now } = surroundings;
  /** How far each has read, by the name of its want. */
  const positions = new Map<string, ReadPosition>();
  let reader: TaskReader | undefined;
  let { cursor } = BEGINNING;
  let contact: Contact | undefined;
  let stage: Stage = { state: 'waiting', since: now() };

  const enter = (state: Stage['state']): void => {
    if (state !== stage.state) stage = { state, since: now() };
  };
  const tellAll = (change: TaskChange): void => tell({ ...change, wants: [...positions.keys()] });
  const take = (entries: readonly Entry[]): void => {
    const { shares, lost, last } = advance(positions, entries);
    cursor = last.cursor;
    for (const share of shares) tell({ what: 'entries', ...share });
    if (lost.length === 0) return;
    tell({ what: 'reset', wants: lost });
    open();
  };
  const startAnew = (): void => {
    cursor = BEGINNING.cursor;
    for (const id of positions.keys()) positions.set(id, BEGINNING);
    tellAll({ what: 'reset' });
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
        onReset: startAnew,
        onContact: (next) => {
          if (next.kind === 'live' && contact?.kind === 'live') return;
          contact = next;
          enter(next.kind === 'live' ? 'live' : 'connecting');
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
    stage: () => stage,
    open,
    close: () => {
      reader?.stop();
      reader = undefined;
      contact = undefined;
      enter('waiting');
    },
    add: ({ id, from }) => {
      positions.set(id, from);
      if (reader && isBehind(from, cursor)) open();
      else if (contact) tell({ what: 'contact', contact, wants: [id] });
    },
    remove: (wantId) => positions.delete(wantId),
  };
}
