import type { ProviderName } from './models.ts';

interface Row {
  provider: ProviderName;
  matches: RegExp;
  /** Tokens of input and output together. */
  tokens: number;
}

/** How much a model takes (vendors' documentation as of November 2026). The first row that matches counts. */
const CONTEXT_WINDOWS: readonly Row[] = [
  { provider: 'openai', matches: /^gpt-5\.4-mini(?:-\d|$)/, tokens: 400_000 },
  { provider: 'openai', matches: /^gpt-(?:5\.6|6(?:\.\d)?)-/, tokens: 1_050_000 },
  { provider: 'anthropic', matches: /^claude-(?:opus|sonnet|haiku)-4-5(?:-|$)/, tokens: 200_000 },
  { provider: 'anthropic', matches: /^claude-(?:opus|sonnet)-4-[6-8](?:-|$)/, tokens: 1_000_000 },
  { provider: 'anthropic', matches: /^claude-(?:opus|sonnet|haiku|fable)-5(?:-|$)/, tokens: 1_000_000 },
  { provider: 'simulator', matches: /^sim-/, tokens: 128_000 },
];

/** Undefined: no limit is known, and whether the request is too long will be said by the provider. */
export function findContextWindow(provider: ProviderName, model: string): number | undefined {
  return CONTEXT_WINDOWS.find((row) => row.provider === provider && row.matches.test(model))?.tokens;
}
