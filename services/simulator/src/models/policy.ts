/** What a partial assistant message at the end of the messages means to a model (providers: section 1.6, 2.2). */
export type TrailingAssistant =
  /** The model goes on exactly behind it; Claude not behind white space, nor when it is to think. */
  | { means: 'continues'; isClaude?: boolean }
  /**
   * It goes on when the request says so (vLLM: flags of the request; DeepSeek, Mistral, Kimi: of the message).
   * Unasked it is a turn that is over, or refused.
   */
  | {
      means: 'continues-if-asked';
      by: 'request' | 'message';
      refusal?: string;
    }
  /** A turn that is over: the model answers anew. */
  | { means: 'finished' }
  | { means: 'refused'; refusal: string };

export interface ModelPolicy {
  ownedBy: string;
  matches: (model: string) => boolean;
  trailingAssistant: TrailingAssistant;
  /** Request parameters that this model answers with 400, and its words for it. */
  refusedParams?: Readonly<Record<string, string>>;
}

const UNKNOWN_ARGUMENTS = {
  continue_final_message: 'Unrecognized request argument supplied: continue_final_message',
  add_generation_prompt: 'Unrecognized request argument supplied: add_generation_prompt',
};
const NO_MAX_TOKENS = {
  max_tokens:
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
};
const NO_SAMPLING = Object.fromEntries(
  ['temperature', 'top_p', 'top_k'].map((name) => [name, `\`${name}\` is deprecated for this model.`]),
);
export const NO_PREFILL = 'Prefilling assistant messages is not supported for this model.';
const NO_PREFILL_SINCE_5 =
  'This model does not support assistant message prefill. The conversation must end with a user message.';
const MISTRAL_ORDER =
  'Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant';

/** The first row that matches a model's name counts. The own models show one way of continuing each. */
const POLICIES: readonly ModelPolicy[] = [
  { ownedBy: 'simulator', matches: named(/^sim-writer$/), trailingAssistant: { means: 'continues' } },
  { ownedBy: 'simulator', matches: named(/^sim-background$/), trailingAssistant: { means: 'finished' } },
  {
    ownedBy: 'simulator',
    matches: named(/^sim-claude$/),
    trailingAssistant: { means: 'refused', refusal: NO_PREFILL_SINCE_5 },
  },
  {
    ownedBy: 'anthropic',
    matches: claude((version) => version <= 4.5),
    trailingAssistant: { means: 'continues', isClaude: true },
  },
  {
    ownedBy: 'anthropic',
    matches: claude((version) => version < 4.7),
    trailingAssistant: { means: 'refused', refusal: NO_PREFILL },
  },
  {
    ownedBy: 'anthropic',
    matches: claude((version) => version < 5),
    trailingAssistant: { means: 'refused', refusal: NO_PREFILL },
    refusedParams: NO_SAMPLING,
  },
  {
    ownedBy: 'anthropic',
    matches: claude(() => true),
    trailingAssistant: { means: 'refused', refusal: NO_PREFILL_SINCE_5 },
    refusedParams: NO_SAMPLING,
  },
  {
    ownedBy: 'openai',
    matches: named(/^(?:gpt-(?:[5-9]|\d\d)|o\d)/),
    trailingAssistant: { means: 'finished' },
    refusedParams: { ...UNKNOWN_ARGUMENTS, ...NO_MAX_TOKENS },
  },
  {
    ownedBy: 'openai',
    matches: named(/^(?:gpt-|chatgpt)/),
    trailingAssistant: { means: 'finished' },
    refusedParams: UNKNOWN_ARGUMENTS,
  },
  {
    ownedBy: 'mistralai',
    matches: named(/^(?:mistral|ministral|magistral|codestral|devstral|pixtral)-[a-z]+-(?:latest|\d{4})$/),
    trailingAssistant: {
      means: 'continues-if-asked',
      by: 'message',
      refusal: MISTRAL_ORDER,
    },
  },
  {
    ownedBy: 'deepseek',
    matches: named(/^deepseek-(?:chat|reasoner)/),
    trailingAssistant: { means: 'continues-if-asked', by: 'message' },
  },
  {
    ownedBy: 'moonshot',
    matches: named(/^(?:kimi|moonshot)-/),
    trailingAssistant: { means: 'continues-if-asked', by: 'message' },
  },
  {
    // Ollama's `name:tag` and llama.cpp's files: a trailing assistant message is prefilled by default.
    ownedBy: 'local',
    matches: (model) => /^[\w.-]+:[\w.-]+$|\.gguf$/i.test(model),
    trailingAssistant: { means: 'continues' },
  },
  {
    // vLLM serves models under their `publisher/name`.
    ownedBy: 'vllm',
    matches: (model) => /^[\w.-]+\/[\w.-]+$/.test(model),
    trailingAssistant: { means: 'continues-if-asked', by: 'request' },
  },
];

const UNKNOWN_MODEL: ModelPolicy = {
  ownedBy: 'unknown',
  matches: () => true,
  trailingAssistant: { means: 'finished' },
};

export const LISTED_MODELS: readonly string[] = [
  'sim-writer',
  'sim-background',
  'sim-claude',
  'gpt-6.1-sol',
  'gpt-5.4-mini',
  'gpt-4o',
  'claude-opus-5-5',
  'claude-haiku-5-5',
  'claude-opus-4-6',
  'claude-sonnet-4-5',
  'claude-haiku-4-5',
  'deepseek-chat',
  'mistral-medium-latest',
  'kimi-k2',
  'llama3.2:3b',
  'meta-llama/Llama-3.1-8B-Instruct',
];

export function policyOf(model: string): ModelPolicy {
  return POLICIES.find((policy) => policy.matches(model)) ?? UNKNOWN_MODEL;
}

/** Matches behind a router's prefix too (`openai/gpt-5.4`, `mistralai/mistral-small-latest`). */
function named(pattern: RegExp): (model: string) => boolean {
  return (model) => pattern.test(model.slice(model.lastIndexOf('/') + 1));
}

/** Any Claude whose version passes; one whose name tells none is newer than all others. */
function claude(accepts: (version: number) => boolean): (model: string) => boolean {
  return (model) => {
    const name = model.slice(model.lastIndexOf('/') + 1);
    if (!name.startsWith('claude-')) return false;
    const [, major, minor = '0'] = /^claude-(?:[a-z]+-)?(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)/.exec(name) ?? [];
    return accepts(major === undefined ? Infinity : Number(`${major}.${minor}`));
  };
}
