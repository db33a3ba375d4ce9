import type { ModelsReply } from '@continuo/shared/protocol/http-api';
import { chatDefaults } from './chat-defaults.ts';
import type { ModelChoice } from './create-model-offer.ts';

/** The model chosen last, for the next new conversation. */
export function loadLastChoice(): ModelChoice | undefined {
  const { provider, model } = chatDefaults();
  return provider !== undefined && model !== undefined ? { provider, model } : undefined;
}

/**
 * The model the next message is for: the one chosen here, else the one the conversation used last, else the one
 * chosen last anywhere, else the service's own. A provider that is no longer on offer is passed over.
 */
export function decideChoice(
  offer: ModelsReply,
  candidates: readonly (ModelChoice | undefined)[],
): ModelChoice {
  const isOffered = (choice: ModelChoice | undefined): choice is ModelChoice =>
    offer.providers.some(({ provider }) => provider === choice?.provider);
  return candidates.find(isOffered) ?? offer.default;
}
