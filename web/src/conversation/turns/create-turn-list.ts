import type { TurnReply } from '@continuo/shared/protocol/conversation-api';
import { createMemo, createSignal, type Accessor } from 'solid-js';
import { describeTurn } from './describe-turn.ts';
import { mergeTurns } from './merge-turns.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { SavedTurn } from './saved-turn.ts';
import { makeAcceptedTurn, makeSentTurn, saveTurn, type AnswerOf, type Turn } from './turn.ts';

/** The turns of a conversation that are known here: from an earlier visit, from the service, and on their way. */
export interface TurnList {
  /** The oldest first, each task once. */
  turns: Accessor<readonly Turn[]>;
  restore: (saved: readonly SavedTurn[]) => void;
  takePage: (page: readonly TurnReply[]) => void;
  /** The messages of this conversation that are on their way now. */
  takeEntries: (entries: readonly OutboxEntry[]) => void;
  /** Those that were accepted, for the next visit. */
  save: () => readonly SavedTurn[];
}

/** A turn with what is known of its age. */
interface ListedTurn {
  turn: Turn;
  acceptedAt: number | undefined;
}

export function createTurnList(answerOf: AnswerOf): TurnList {
  const [listed, setListed] = createSignal<readonly ListedTurn[]>([]);
  const accept = (saved: SavedTurn): ListedTurn => ({
    turn: makeAcceptedTurn(saved, answerOf),
    acceptedAt: saved.createdAt,
  });

  const turns = createMemo(() => dropDoubles(listed().map(({ turn }) => turn)));

  return {
    turns,
    save: () => turns().flatMap((turn) => saveTurn(turn) ?? []),
    restore: (saved) => void setListed((before) => [...saved.map(accept), ...before]),
    takePage: (page) => {
      const known = listed().map((each) => ({ ...each, taskId: each.turn.taskId() }));
      const places = mergeTurns(known, page);
      setListed(
        places.map((place) =>
          place.kind === 'new'
            ? accept(describeTurn(place.listed))
            : { turn: place.turn.turn, acceptedAt: place.listed?.created_at ?? place.turn.acceptedAt },
        ),
      );
    },
    takeEntries: (entries) => {
      const keys = new Set(entries.map(({ message }) => message().key));
      setListed((before) => {
        const known = new Set(before.map(({ turn }) => turn.key));
        return [
          ...before.filter(({ turn }) => turn.delivery() === 'accepted' || keys.has(turn.key)),
          ...entries
            .filter(({ message }) => !known.has(message().key))
            .map((entry) => ({ turn: makeSentTurn(entry, answerOf), acceptedAt: undefined })),
        ];
      });
    },
  };
}

/** A message whose reply was lost is known twice for a moment: as it was sent, and as the task that it became. */
function dropDoubles(turns: readonly Turn[]): readonly Turn[] {
  const sent = new Set(turns.flatMap((turn) => (turn.key === turn.taskId() ? [] : [turn.taskId()])));
  return turns.filter((turn) => turn.key !== turn.taskId() || !sent.has(turn.taskId()));
}
