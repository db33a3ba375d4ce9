import type { Conversation } from './conversation.ts';
import type { Branches } from './create-branches.ts';
import type { History } from './create-history.ts';
import type { ConversationSettings } from './create-settings.ts';
import type { TurnList } from './turns/create-turn-list.ts';
import type { ConversationKeeper } from './kept/keep-conversation.ts';
import type { AnswerKeeper } from './answers/make-answer-keeper.ts';
import type { SavedAnswer } from './answers/saved-answer.ts';
import type { SavedConversation } from './kept/saved-conversation.ts';

/** Brings a conversation onto the page: what was seen last, then what the service has, as far as it is shown. */
export interface Loader extends Pick<
  Conversation,
  'loadAgain' | 'hasOlder' | 'isLoadingOlder' | 'loadOlder' | 'markTurn'
> {
  /** Shows what this tab showed last, at once, or what this browser did, and then what the service has. */
  open: () => void;
  /** Something was begun or ended elsewhere. */
  refresh: () => void;
}

export interface LoaderOptions {
  /** The service cannot know it before its first message was taken. */
  isNew: boolean;
  history: History;
  branches: Branches;
  list: TurnList;
  answers: AnswerKeeper;
  keeper: ConversationKeeper;
  settings: ConversationSettings;
}

/** Turns that fill any screen, so that a branch does not begin in its middle. */
const SHOWN_MIN = 20;

export function makeLoader(options: LoaderOptions): Loader {
  const { isNew, history, branches, list, answers, keeper, settings } = options;
  const { path } = branches;
  const hasOlder = (): boolean => {
    const first = path()[0];
    return history.hasMore() && first !== undefined && first.parent !== null;
  };

  /** Reads older pages while more is wanted and there is more. */
  const readWhile = async (isWanted: () => boolean): Promise<void> => {
    while (isWanted() && (await history.readMore()));
  };
  const readNamed = (): Promise<void> => readWhile(() => branches.missing().length > 0);

  const show = (saved: SavedConversation, answerOf: (taskId: string) => SavedAnswer | undefined): void => {
    if (saved.facts) history.setFacts(saved.facts);
    settings.restore(saved.settings);
    list.restore(saved.turns);
    for (const { taskId } of saved.turns) {
      const answer = answerOf(taskId);
      if (answer) answers.restore(taskId, answer);
    }
  };
  const restoreRecord = async (): Promise<void> => {
    const record = await keeper.find();
    // The service may have been faster.
    if (record && !history.verdict() && list.turns().length === 0) {
      show(record, (taskId) => record.answers[taskId]);
    }
  };

  const load = async (): Promise<void> => {
    await history.refresh();
    await readNamed();
    await readWhile(() => hasOlder() && path().length < SHOWN_MIN);
    branches.settle();
  };

  return {
    open: () => {
      const saved = keeper.recall();
      if (saved) show(saved, keeper.recallAnswer);
      else void restoreRecord();
      if (!isNew) void load();
    },
    loadAgain: () => void load(),
    refresh: () => {
      if (!isNew || list.save().length > 0) void history.refresh();
    },
    hasOlder,
    isLoadingOlder: history.isReadingMore,
    loadOlder: () => {
      const { length } = path();
      void readWhile(() => hasOlder() && path().length === length);
    },
    markTurn: (taskId) => {
      branches.markTurn(taskId);
      void readNamed();
    },
  };
}
