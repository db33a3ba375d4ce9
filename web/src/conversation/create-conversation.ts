import { createEffect, onCleanup } from 'solid-js';
import type { Services } from '../services.ts';
import type { Conversation } from './conversation.ts';
import { createBranches } from './create-branches.ts';
import { createHistory } from './create-history.ts';
import { createProgress } from './create-progress.ts';
import { createSettings } from './create-settings.ts';
import { createTurnList } from './turns/create-turn-list.ts';
import { describeState } from './describe-state.ts';
import { followConversation } from './follow-conversation.ts';
import { keepConversation } from './kept/keep-conversation.ts';
import { makeAnswerKeeper } from './answers/make-answer-keeper.ts';
import { makeLoader } from './make-loader.ts';
import { makeSender } from './make-sender.ts';
import { useSentMessages } from './use-sent-messages.ts';

export interface ConversationOptions {
  id: string;
  /** It was begun on this page just now: there is nothing to load. */
  isNew: boolean;
  /** The task whose branch the page's address names. */
  branch: string | undefined;
  services: Services;
  /** A message is on its way. */
  onSending: () => void;
}

/** Opens a conversation for as long as its owner lives. Leaving it ends neither its answers nor its messages. */
export function createConversation(options: ConversationOptions): Conversation {
  const { id, isNew, services, onSending } = options;
  const { outbox, offer } = services;
  const life = new AbortController();
  const { signal } = life;

  const answers = makeAnswerKeeper(services, {
    onChange: (taskId, isOver) => keeper.answerChanged(taskId, isOver),
    onSettled: (taskId) => {
      keeper.answerChanged(taskId, true);
      outbox.wake();
    },
  });
  const list = createTurnList(answers.answerOf);
  const branches = createBranches(list.turns, options.branch);
  const history = createHistory({
    id,
    services,
    signal,
    onPage: ({ turns }) => {
      list.takePage(turns);
      answers.take(turns);
    },
  });
  const { facts, setFacts, verdict } = history;
  const { path } = branches;
  const settings = createSettings({ id, services, signal, path, facts, setFacts });
  const keeper = keepConversation({
    id,
    services,
    save: () => ({ facts: facts(), settings: settings.chosen(), turns: list.save() }),
    saveAnswer: answers.save,
  });
  const loader = makeLoader({ isNew, history, branches, list, answers, keeper, settings });
  const state = () => describeState(isNew ? { kind: 'there' } : verdict(), list.turns());

  useSentMessages({
    id,
    outbox,
    list,
    onTaken: (taskId) => {
      answers.follow(taskId);
      // It was begun by this message.
      if (!facts()) loader.refresh();
    },
  });
  createEffect(() => {
    // Read for their changes: they are what is kept.
    void [facts(), settings.chosen()];
    if (list.turns().length > 0) keeper.changed();
    if (state() !== 'gone') return;
    keeper.forget();
    outbox.setAside(id);
  });
  onCleanup(followConversation({ id, services, list, answers, refresh: loader.refresh }));
  onCleanup(() => {
    keeper.stop();
    life.abort();
    answers.stop();
  });
  loader.open();

  return {
    id,
    facts,
    state,
    fault: history.fault,
    ...branches,
    ...loader,
    ...makeSender({ id, outbox, branches, settings, offer, onSending }),
    ...createProgress({ services, signal, path }),
    settings: settings.settings,
    change: settings.change,
  };
}
