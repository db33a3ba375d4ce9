import { v7 as uuidv7 } from 'uuid';
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { ProviderName } from '@continuo/shared/protocol/models';
import type { GenerateRequest, TaskSummary } from '@continuo/shared/protocol/http-api';
import type { ModelChoice } from '../models/create-model-offer.ts';
import type { Services } from '../services.ts';
import { createTurn, saveTurn, turnOfTask, type SavedTurn, type Turn } from './create-turn.ts';
import { createStopper } from './create-stopper.ts';
import { deliverTurn } from './deliver-turn.ts';
import { listTasks } from './list-tasks.ts';
import { makeAnswerKeeper } from './make-answer-keeper.ts';
import { mergeTurns } from './merge-turns.ts';
import { isUnderWay } from './turn-status.ts';

/** A conversation on the page: its turns, and what can be done with them. */
export interface Conversation {
  id: string;
  turns: Accessor<readonly Turn[]>;
  state: Accessor<ConversationState>;
  /** Whether the next message has to wait for an answer that is being made. */
  isBusy: Accessor<boolean>;
  /** Whether the service has a task that could be stopped. */
  canStop: Accessor<boolean>;
  isStopping: Accessor<boolean>;
  /** Asks the service to end the answer that is being made. Durable: it holds whatever happens to this page. */
  stop: () => void;
  send: (prompt: string, choice: ModelChoice) => void;
  /** Sends the same question once more, without the answer it got. */
  askAgain: (turn: Turn) => void;
  /** Sends a message that could not be sent again, under its old key. */
  sendAgain: (turn: Turn) => void;
  /** Takes a message that could not be sent off the page. */
  discard: (turn: Turn) => void;
}

export type ConversationState = 'loading' | 'ready' | 'missing';

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
  const [turns, setTurns] = createSignal<readonly Turn[]>(saved.map(createTurn));
  const [state, setState] = createSignal<ConversationState>(isNew || saved.length > 0 ? 'ready' : 'loading');
  const answers = makeAnswerKeeper(services);

  const update = (next: readonly Turn[]): void => {
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

  const deliver = async (turn: Turn): Promise<void> => {
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

  const busyTurn = (): Turn | undefined => turns().findLast((turn) => isUnderWay(turn.status()));
  const stopper = createStopper(services, life.signal);

  answers.restore(turns());
  for (const turn of turns()) if (turn.taskId() === undefined) void deliver(turn);
  if (!isNew) void load();
  onCleanup(() => {
    life.abort();
    answers.stop();
  });

  return {
    id,
    turns,
    state,
    isBusy: () => busyTurn() !== undefined,
    canStop: () => busyTurn()?.taskId() !== undefined,
    isStopping: () => stopper.isStopping(busyTurn()),
    stop: () => stopper.stop(busyTurn()),
    send: (prompt, choice) => send(prompt, choice, askNext(id, prompt)),
    askAgain: (turn) => send(turn.prompt, turn, askBeside(id, turn)),
    sendAgain: (turn) => void deliver(turn),
    discard: (turn) => update(turns().filter((other) => other !== turn)),
  };
}

function placeTurns(turns: readonly Turn[], tasks: readonly TaskSummary[]): Turn[] {
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
function askBeside(id: string, { prompt, taskId }: Turn): Partial<GenerateRequest> {
  const asked = taskId();
  return asked === undefined ? askNext(id, prompt) : { regenerate_of: asked };
}
