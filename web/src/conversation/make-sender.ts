import type { ProviderName } from '@continuo/shared/protocol/models';
import type { GenerateRequest } from '@continuo/shared/protocol/http-api';
import { v7 as uuidv7 } from 'uuid';
import type { ChatSettings } from '../models/chat-settings.ts';
import type { ModelChoice, ModelOffer } from '../models/create-model-offer.ts';
import type { Branches } from './create-branches.ts';
import type { Conversation, RegenerateOptions } from './conversation.ts';
import type { Outbox } from './outbox/create-outbox.ts';
import type { ConversationSettings } from './create-settings.ts';
import type { OutboxCall } from './outbox/outbox-message.ts';
import type { Turn } from './turns/turn.ts';
import { words } from './words.ts';

/** Everything by which a conversation gets another turn, or loses one that was never accepted. */
export type Sender = Pick<
  Conversation,
  'send' | 'edit' | 'regenerate' | 'answerFresh' | 'continueAnswer' | 'sendAgain' | 'discard' | 'editUnsent'
>;

export interface SenderOptions {
  id: string;
  outbox: Outbox;
  branches: Branches;
  settings: ConversationSettings;
  offer: Pick<ModelOffer, 'takesTemperature'>;
  onSending: () => void;
}

export function makeSender({ id, outbox, branches, settings, offer, onSending }: SenderOptions): Sender {
  const post = (prompt: string, parent: string | null, asked: ModelChoice, call: OutboxCall): void => {
    const { provider, model } = asked;
    const key = uuidv7();
    branches.showSent(key);
    outbox.add({ key, conversationId: id, prompt, parent, provider, model, createdAt: Date.now(), call });
    onSending();
  };

  const ask = (prompt: string, parent: string | null, given: ChatSettings): void => {
    settings.keep(given);
    const request = {
      conversation_id: id,
      prompt,
      history: 'fit',
      ...describeSettings(given, offer),
    } as const;
    // Later the conversation has its system text.
    const isFirst = branches.tree().turns.length === 0;
    const system = isFirst && given.system !== undefined ? { system: given.system } : {};
    post(prompt, parent, given, { kind: 'generate', request: { ...request, ...system } });
  };

  const askNow = (prompt: string, parent: string | null): void => {
    const now = settings.settings();
    if (now) ask(prompt, parent, now);
  };

  const regenerate = (turn: Turn, { provider, model, useCache }: RegenerateOptions = {}): void => {
    const taskId = turn.taskId();
    if (taskId === undefined) return;
    const request = {
      regenerate_of: taskId,
      ...(provider === undefined ? {} : { provider: provider as ProviderName }),
      ...(model === undefined ? {} : { model }),
      ...(useCache === true ? { cache: true } : {}),
    };
    const asked = { provider: provider ?? turn.provider, model: model ?? turn.model };
    post(turn.prompt, turn.parent, asked, { kind: 'generate', request });
  };

  const retry = (turn: Turn, taskId: string): void =>
    post(turn.prompt, turn.parent, turn, { kind: 'retry', taskId, otherwise: { regenerate_of: taskId } });

  return {
    send: (prompt, given) => {
      // A message that was refused is no part of what was said.
      const last = branches.path().findLast((turn) => turn.delivery() !== 'unsent');
      ask(prompt, last ? nameOf(last) : null, given);
    },
    edit: (turn, prompt) => askNow(prompt, turn.parent),
    regenerate,
    answerFresh: (turn) => regenerate(turn),
    continueAnswer: (turn) => {
      const taskId = turn.taskId();
      if (taskId === undefined) return;
      if (turn.status() === 'failed') retry(turn, taskId);
      else askNow(words().goOn, taskId);
    },
    sendAgain: (turn) => outbox.sendAgain(turn.key),
    discard: (turn) => outbox.discard(turn.key),
    editUnsent: (turn, prompt) => {
      const { parent } = turn;
      outbox.discard(turn.key);
      askNow(prompt, parent);
    },
  };
}

function nameOf(turn: Turn): string {
  return turn.taskId() ?? turn.key;
}

/** The provider's name came from the service, which judges it when it comes back. */
function describeSettings(
  { provider, model, temperature, maxTokens, cache }: ChatSettings,
  offer: Pick<ModelOffer, 'takesTemperature'>,
): Partial<GenerateRequest> {
  const takesTemperature = temperature !== undefined && offer.takesTemperature({ provider, model });
  return {
    provider: provider as ProviderName,
    model,
    ...(takesTemperature ? { temperature } : {}),
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(cache ? {} : { cache: false }),
  };
}
