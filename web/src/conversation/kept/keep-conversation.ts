import { pacePerMs } from '../../pace.ts';
import type { Services } from '../../services.ts';
import type { SavedAnswer } from '../answers/saved-answer.ts';
import type { SavedConversation } from './saved-conversation.ts';

/** Keeps what a conversation shows: for a reload of this tab at once, for other tabs and later visits soon. */
export interface ConversationKeeper {
  /** What this tab showed last. */
  recall: () => SavedConversation | undefined;
  recallAnswer: (taskId: string) => SavedAnswer | undefined;
  /** What this browser showed last. */
  find: () => Promise<(SavedConversation & { answers: Readonly<Record<string, SavedAnswer>> }) | undefined>;
  /** Its turns have changed. */
  changed: () => void;
  /** @param isOver it is whole: kept at once, since nothing will change it again */
  answerChanged: (taskId: string, isOver: boolean) => void;
  forget: () => void;
  stop: () => void;
}

export interface ConversationKeeperOptions {
  id: string;
  services: Pick<Services, 'lastSeen' | 'seen'>;
  save: () => SavedConversation;
  saveAnswer: (taskId: string) => SavedAnswer | undefined;
}

const TAB_EVERY_MS = 500;
/** It is written as one record, with everything that was said. */
const RECORD_EVERY_MS = 2_000;
/** Of the newest turns. */
const RECORD_CHARS_MAX = 2_000_000;

export function keepConversation(options: ConversationKeeperOptions): ConversationKeeper {
  const { id, save, saveAnswer } = options;
  const { lastSeen, seen } = options.services;
  const unsaved = new Set<string>();
  let isForgotten = false;

  const saveInTab = (): void => {
    for (const taskId of unsaved) {
      const answer = saveAnswer(taskId);
      if (answer) lastSeen.save(answerKey(taskId), answer);
    }
    unsaved.clear();
    lastSeen.save(conversationKey(id), save());
  };
  const saveRecord = (): void => {
    const saved = save();
    void seen.put({ ...saved, ...collect(saved, saveAnswer), id, usedAt: Date.now() });
  };
  const inTab = pacePerMs(TAB_EVERY_MS, saveInTab);
  const asRecord = pacePerMs(RECORD_EVERY_MS, saveRecord);
  const flush = (): void => {
    inTab.flush();
    asRecord.flush();
  };
  const request = (): void => {
    if (isForgotten) return;
    inTab.request();
    asRecord.request();
  };
  window.addEventListener('pagehide', flush);

  return {
    recall: () => lastSeen.load(conversationKey(id)) as SavedConversation | undefined,
    recallAnswer: (taskId) => lastSeen.load(answerKey(taskId)) as SavedAnswer | undefined,
    find: () => seen.find(id),
    changed: request,
    answerChanged: (taskId, isOver) => {
      unsaved.add(taskId);
      request();
      if (isOver) flush();
    },
    forget: () => {
      isForgotten = true;
      inTab.cancel();
      asRecord.cancel();
      lastSeen.remove(conversationKey(id));
      void seen.forget(id);
    },
    stop: () => {
      window.removeEventListener('pagehide', flush);
      flush();
    },
  };
}

const conversationKey = (id: string): string => `conversation:${id}`;
const answerKey = (taskId: string): string => `task:${taskId}`;

/** The newest turns with their answers, as many as there is room for. */
function collect(
  { turns }: SavedConversation,
  saveAnswer: (taskId: string) => SavedAnswer | undefined,
): Pick<SavedConversation, 'turns'> & { answers: Record<string, SavedAnswer>; chars: number } {
  const answers: Record<string, SavedAnswer> = {};
  let chars = 0;
  const kept = turns.toReversed().filter(({ taskId, prompt }) => {
    const answer = saveAnswer(taskId);
    chars += prompt.length + charsOf(answer);
    if (chars > RECORD_CHARS_MAX) return false;
    if (answer) answers[taskId] = answer;
    return true;
  });
  return { turns: kept.toReversed(), answers, chars };
}

function charsOf(saved: SavedAnswer | undefined): number {
  if (!saved) return 0;
  if (saved.kind === 'answer') return saved.answer.text.length;
  return saved.log.runs.reduce(
    (sum, { texts }) => sum + texts.reduce((all, { length }) => all + length, 0),
    0,
  );
}
