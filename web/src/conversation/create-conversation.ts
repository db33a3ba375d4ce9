import { v7 as uuidv7 } from 'uuid';
import { createMemo, createSignal, onCleanup } from 'solid-js';
import type { ProviderName } from '@continuo/shared/protocol/models';
import type { GenerateRequest, TaskSummary } from '@continuo/shared/protocol/http-api';
import type { ModelChoice } from '../models/create-model-offer.ts';
import type { ChatSettings } from '../models/chat-settings.ts';
import { decideChoice, loadLastChoice, saveLastChoice } from '../models/model-choice.ts';
import type { Services } from '../services.ts';
import type { Conversation, ConversationState } from './conversation.ts';
import { createTurn, saveTurn, turnOfTask, type SavedTurn, type CreatedTurn } from './create-turn.ts';
import { createStopper } from './create-stopper.ts';
import { deliverTurn } from './deliver-turn.ts';
import { listTasks } from './list-tasks.ts';
import { makeAnswerKeeper } from './make-answer-keeper.ts';
import { mergeTurns } from './merge-turns.ts';
import { isUnderWay } from './turn-status.ts';

export interface ConversationOptions {
  id: string;
  /** It was begun on this page just now: there is nothing to load. */
  isNew: boolean;
  /** The task that the page's address names. */
  latestId: string | undefined;
  services: Services;
  onSending: () => void;
  onAccepted: (taskId: string) => void;
}

export function createConversation(options: ConversationOptions): Conversation {
  const { id, isNew, services } = options;
  const { lastSeen } = services;
  const recordKey = `conversation:${id}`;
  const life = new AbortController();
  const saved = (lastSeen.load(recordKey) as SavedTurn[] | undefined) ?? [];
  const [turns, setTurns] = createSignal<readonly CreatedTurn[]>(saved.map(createTurn));
  const [state, setState] = createSignal<ConversationState>(isNew || saved.length > 0 ? 'ready' : 'loading');
  const answers = makeAnswerKeeper(services);

  const update = (next: readonly CreatedTurn[]): void => {
    setTurns(next);
    lastSeen.save(recordKey, next.map(saveTurn));
  };

  const load = async (): Promise<void> => {
    const tasks = await listTasks(services, id, options.latestId, life.signal);
    if (!tasks) return;
    if (!tasks.ok || (tasks.value.length === 0 && turns().length === 0)) {
      setState('missing');
      return;
    }
    update(placeTurns(turns(), tasks.value));
    setState('ready');
    await answers.load(turns(), tasks.value);
  };

  const deliver = async (turn: CreatedTurn): Promise<void> => {
    const taskId = await deliverTurn(turn, services, life.signal);
    // Also after a failure: reading the list goes on until the service is back, and shows that until then.
    services.conversations.refresh();
    if (taskId === undefined) return;
    update(turns());
    answers.follow(turn, taskId);
    options.onAccepted(taskId);
  };

  const send = (prompt: string, { provider, model }: ModelChoice, asked: Partial<GenerateRequest>): void => {
    const turn = createTurn({
      key: uuidv7(),
      prompt,
      provider,
      model,
      createdAt: Date.now(),
      // The provider's name came from the service; it judges it when it comes back. What was said before it adds itself.
      request: { ...asked, provider: provider as ProviderName, model },
    });
    update([...turns(), turn]);
    options.onSending();
    void deliver(turn);
  };

  const busyTurn = (): CreatedTurn | undefined => turns().findLast((turn) => isUnderWay(turn.status()));
  const stopper = createStopper(services, life.signal);

  answers.restore(turns());
  for (const turn of turns()) if (turn.taskId() === undefined) void deliver(turn);
  if (!isNew) void load();
  onCleanup(() => {
    life.abort();
    answers.stop();
  });

  const [changed, setChanged] = createSignal<Partial<ChatSettings>>({});
  const settings = createMemo((): ChatSettings | undefined => {
    const offer = services.offer.offer();
    const choice = offer && decideChoice(offer, [turns().at(-1), loadLastChoice()]);
    return (
      choice && {
        temperature: undefined,
        maxTokens: undefined,
        cache: true,
        system: undefined,
        provider: choice.provider,
        model: choice.model,
        ...changed(),
      }
    );
  });
  const ask = (turn: CreatedTurn): void => send(turn.prompt, turn, askBeside(id, turn));

  return {
    id,
    facts: () => undefined,
    state,
    fault: () => undefined,
    loadAgain: () => void load(),
    path: turns,
    hasOlder: () => false,
    isLoadingOlder: () => false,
    loadOlder: () => undefined,
    siblings: () => ({ index: 0, count: 1 }),
    showSibling: () => undefined,
    branch: () => undefined,
    showBranch: () => undefined,
    markTurn: () => undefined,
    marked: () => undefined,
    sendMode: () => (busyTurn() ? 'wait' : 'send'),
    isBusy: () => busyTurn() !== undefined,
    canStop: () => busyTurn()?.taskId() !== undefined,
    isStopping: () => stopper.isStopping(busyTurn()),
    stop: () => stopper.stop(busyTurn()),
    send: (prompt, choice) => send(prompt, choice, askNext(id, prompt)),
    edit: (_turn, prompt) => {
      const now = settings();
      if (now) send(prompt, now, askNext(id, prompt));
    },
    regenerate: (turn) => ask(turn as CreatedTurn),
    answerFresh: (turn) => ask(turn as CreatedTurn),
    continueAnswer: (turn) => ask(turn as CreatedTurn),
    sendAgain: (turn) => void deliver(turn as CreatedTurn),
    discard: (turn) => update(turns().filter((other) => other !== turn)),
    editUnsent: () => undefined,
    settings,
    change: (change) => {
      setChanged((before) => ({ ...before, ...change }));
      const now = settings();
      if (now) saveLastChoice(now);
    },
  };
}

function placeTurns(turns: readonly CreatedTurn[], tasks: readonly TaskSummary[]): CreatedTurn[] {
  const known = turns.map((turn) => ({ turn, taskId: turn.taskId() }));
  return mergeTurns(known, tasks).map((place) =>
    place.kind === 'known' ? place.turn.turn : createTurn(turnOfTask(place.task)),
  );
}

/** Behind all that was said: the service adds it, from the beginning or as much as the model takes. */
function askNext(id: string, prompt: string): Partial<GenerateRequest> {
  return { conversation_id: id, prompt, history: 'fit' };
}

/** The same question once more, without the answer that it got. */
function askBeside(id: string, { prompt, taskId }: CreatedTurn): Partial<GenerateRequest> {
  const asked = taskId();
  return asked === undefined ? askNext(id, prompt) : { regenerate_of: asked };
}
