/**
 * The providers and the models on offer. A model that is not listed can be asked for all the same (unless
 * MODELS allows only some); it then has no label.
 */
export const PROVIDER_NAMES = ['openai', 'anthropic', 'simulator'] as const;
export type ProviderName = (typeof PROVIDER_NAMES)[number];

export function isProviderName(name: string): name is ProviderName {
  return (PROVIDER_NAMES as readonly string[]).includes(name);
}

/** How a provider is spoken to. */
export type WireFormat = 'chat-completions' | 'responses' | 'messages';

export interface Model {
  provider: ProviderName;
  name: string;
  label: string;
  /** Set where the model decides it; OpenAI's depends on OPENAI_MODE. */
  wire?: WireFormat;
  /** false: its provider refuses a request that gives a temperature (Anthropic: Claude from 4.7 on). */
  takesTemperature?: false;
}

export const MODELS: readonly Model[] = [
  { provider: 'openai', name: 'gpt-5.4-mini', label: 'GPT-5.4 mini' },
  { provider: 'openai', name: 'gpt-6-luna', label: 'GPT-6 Luna' },
  { provider: 'openai', name: 'gpt-6.1-sol', label: 'GPT-6.1 Sol' },
  {
    provider: 'anthropic',
    name: 'claude-haiku-5-5',
    label: 'Claude Haiku 5.5',
    wire: 'messages',
    takesTemperature: false,
  },
  {
    provider: 'anthropic',
    name: 'claude-sonnet-5-5',
    label: 'Claude Sonnet 5.5',
    wire: 'messages',
    takesTemperature: false,
  },
  {
    provider: 'anthropic',
    name: 'claude-opus-5-5',
    label: 'Claude Opus 5.5',
    wire: 'messages',
    takesTemperature: false,
  },
  {
    provider: 'simulator',
    name: 'sim-writer',
    label: 'Simulator, chat completions',
    wire: 'chat-completions',
  },
  {
    provider: 'simulator',
    name: 'sim-background',
    label: 'Simulator, background responses',
    wire: 'responses',
  },
  { provider: 'simulator', name: 'sim-claude', label: 'Simulator, messages', wire: 'messages' },
];

export function modelsOf(provider: ProviderName): Model[] {
  return MODELS.filter((model) => model.provider === provider);
}

/** @param name a model name, perhaps with the simulator's settings behind an `@` */
export function findModel(provider: ProviderName, name: string): Model | undefined {
  const bare = provider === 'simulator' ? name.split('@')[0] : name;
  return MODELS.find((model) => model.provider === provider && model.name === bare);
}
