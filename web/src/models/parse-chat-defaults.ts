import type { ChatDefaults } from './chat-defaults.ts';

export const TEMPERATURE_MAX = 2;
/** As the service takes it (`generateRequestSchema`). */
export const OUTPUT_TOKENS_MAX = 1_000_000;

/** What was kept, as far as it is of use: an older page, or a person, may have written something else. */
export function parseChatDefaults(text: string | undefined): ChatDefaults {
  const { provider, model, temperature, maxTokens, cache } = parseRecord(text);
  return {
    ...(typeof provider === 'string' && typeof model === 'string' ? { provider, model } : {}),
    ...(isTemperature(temperature) ? { temperature } : {}),
    ...(isTokenCount(maxTokens) ? { maxTokens } : {}),
    ...(typeof cache === 'boolean' ? { cache } : {}),
  };
}

export function isTemperature(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= TEMPERATURE_MAX;
}

export function isTokenCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= OUTPUT_TOKENS_MAX;
}

function parseRecord(text: string | undefined): { [Name in keyof ChatDefaults]?: unknown } {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
