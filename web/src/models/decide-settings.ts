import type { ModelsReply } from '@continuo/shared/protocol/http-api';
import type { ChatDefaults } from './chat-defaults.ts';
import type { ChatSettings } from './chat-settings.ts';
import type { ModelChoice } from './create-model-offer.ts';
import { decideChoice } from './model-choice.ts';

export interface SettingsSources {
  /** What was chosen in this conversation. */
  chosen: Partial<ChatSettings>;
  /** Who was asked last in it. */
  asked: ModelChoice | undefined;
  /** What was chosen last anywhere. */
  defaults: ChatDefaults;
  system: string | undefined;
}

/**
 * With what the next message of a conversation is sent.
 *
 * @param offer undefined: not known, so that what was chosen is taken on trust
 * @returns undefined while nobody knows who could be asked
 */
export function decideSettings(
  offer: ModelsReply | undefined,
  { chosen, asked, defaults, system }: SettingsSources,
): ChatSettings | undefined {
  const candidates = [namedModel(chosen), asked, namedModel(defaults)];
  const choice = offer ? decideChoice(offer, candidates) : candidates.find((each) => each !== undefined);
  if (!choice) return undefined;
  const { temperature, maxTokens, cache = true } = { ...defaults, ...chosen };
  return { provider: choice.provider, model: choice.model, temperature, maxTokens, cache, system };
}

function namedModel({ provider, model }: Partial<ModelChoice>): ModelChoice | undefined {
  return provider !== undefined && model !== undefined ? { provider, model } : undefined;
}
