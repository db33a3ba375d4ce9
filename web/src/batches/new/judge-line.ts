import {
  BODY_BYTES_MAX,
  CUSTOM_ID_CHARS_MAX,
  FALLBACKS_MAX,
  MESSAGE_CHARS_MAX,
} from '@continuo/shared/protocol/limits';

/**
 * What is wrong with a line before it is sent. The service's own check is stricter and has the last word; this one
 * says the usual faults at once, and in the reader's language.
 */
export type LineReason =
  | 'too_long'
  | 'not_json'
  | 'not_a_request'
  | 'no_prompt'
  | 'prompt_and_messages'
  | 'empty_text'
  | 'long_text'
  | 'no_messages'
  | 'last_not_user'
  | 'unknown_field'
  | 'conversation_field'
  | 'bad_value'
  | 'bad_custom_id'
  | 'repeated_custom_id'
  | 'too_many_lines';

/** `about` names a field, or the line that has the same `custom_id`. */
export interface LineFault {
  line: number;
  reason: LineReason;
  about?: string;
}

export interface JudgedLine {
  customId?: string;
  provider?: string;
  model?: string;
  maxTokens?: number;
  /** Characters of all that is sent to the provider. */
  characters: number;
  /** The last thing that the user says. */
  prompt: string;
}

export type LineVerdict =
  | { ok: true; line: JudgedLine }
  | { ok: false; reason: LineReason; about?: string | undefined };

const FIELDS = [
  'custom_id',
  'prompt',
  'messages',
  'system',
  'provider',
  'model',
  'temperature',
  'max_tokens',
  'fallbacks',
  'cache',
];
const OPENAI_FIELDS = ['custom_id', 'method', 'url', 'body'];
const OPENAI_BODY_FIELDS = [
  'model',
  'messages',
  'temperature',
  'max_tokens',
  'max_completion_tokens',
  'n',
  'stream',
  'user',
  'store',
  'metadata',
];
const CONVERSATION_FIELDS = ['conversation_id', 'parent_task_id', 'regenerate_of', 'history'];

type Fields = Readonly<Record<string, unknown>>;

const fault = (reason: LineReason, about?: string): LineVerdict => ({ ok: false, reason, about });

/** @param text one line that is not blank */
export function judgeLine(text: string): LineVerdict {
  // Each character is at least a byte: only long lines need to be measured.
  if (text.length * 3 > BODY_BYTES_MAX && new Blob([text]).size > BODY_BYTES_MAX) return fault('too_long');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fault('not_json');
  }
  return judgeValue(value);
}

/** The same of a plain prompt. */
export function judgePrompt(prompt: string): LineVerdict {
  return judgeFields({ prompt });
}

function judgeValue(value: unknown): LineVerdict {
  if (typeof value === 'string') return judgeFields({ prompt: value });
  if (!isFields(value)) return fault('not_a_request');
  if ('body' in value) return judgeOpenAi(value);
  const told = CONVERSATION_FIELDS.find((name) => name in value);
  if (told !== undefined) return fault('conversation_field', told);
  const unknown = Object.keys(value).find((name) => !FIELDS.includes(name));
  return unknown === undefined ? judgeFields(value) : fault('unknown_field', unknown);
}

/** A line of OpenAI's batch input: https://platform.openai.com/docs/guides/batch */
function judgeOpenAi(value: Fields): LineVerdict {
  const { custom_id: customId, method, url, body } = value;
  const unknown = Object.keys(value).find((name) => !OPENAI_FIELDS.includes(name));
  if (unknown !== undefined) return fault('unknown_field', unknown);
  if (method !== 'POST') return fault('bad_value', 'method');
  if (url !== '/v1/chat/completions') return fault('bad_value', 'url');
  if (!isFields(body)) return fault('bad_value', 'body');
  const unknownInBody = Object.keys(body).find((name) => !OPENAI_BODY_FIELDS.includes(name));
  if (unknownInBody !== undefined) return fault('unknown_field', unknownInBody);
  const { max_completion_tokens: maxTokens = body['max_tokens'], model, messages, temperature } = body;
  return judgeFields({ custom_id: customId, model, messages, temperature, max_tokens: maxTokens });
}

function judgeFields(fields: Fields): LineVerdict {
  const badField = findBadField(fields);
  if (badField !== undefined) return badField;
  const texts = collectTexts(fields);
  if (!Array.isArray(texts)) return texts;
  const long = texts.find(({ content }) => content.length > MESSAGE_CHARS_MAX);
  if (long) return fault('long_text');
  const { custom_id: customId, provider, model, max_tokens: maxTokens } = fields;
  return {
    ok: true,
    line: {
      ...(typeof customId === 'string' ? { customId } : {}),
      ...(typeof provider === 'string' ? { provider } : {}),
      ...(typeof model === 'string' ? { model } : {}),
      ...(typeof maxTokens === 'number' ? { maxTokens } : {}),
      characters: texts.reduce((sum, { content }) => sum + content.length, 0),
      prompt: texts.at(-1)?.content ?? '',
    },
  };
}

function findBadField(fields: Fields): LineVerdict | undefined {
  const { custom_id: customId, temperature, max_tokens: maxTokens, cache, fallbacks } = fields;
  if (customId !== undefined && !isText(customId, CUSTOM_ID_CHARS_MAX)) return fault('bad_custom_id');
  if (temperature !== undefined && !isWithin(temperature, 0, 2)) return fault('bad_value', 'temperature');
  if (maxTokens !== undefined && !(Number.isInteger(maxTokens) && isWithin(maxTokens, 1, 1_000_000))) {
    return fault('bad_value', 'max_tokens');
  }
  if (cache !== undefined && typeof cache !== 'boolean') return fault('bad_value', 'cache');
  if (fallbacks !== undefined && !(Array.isArray(fallbacks) && fallbacks.length <= FALLBACKS_MAX)) {
    return fault('bad_value', 'fallbacks');
  }
  const named = ['provider', 'model'].find(
    (name) => fields[name] !== undefined && !isText(fields[name], 200),
  );
  return named === undefined ? undefined : fault('bad_value', named);
}

interface Message {
  role: unknown;
  content: string;
}

/** All that is said, the prompt or the last message at the end. */
function collectTexts({ prompt, messages, system }: Fields): Message[] | LineVerdict {
  if (prompt !== undefined && messages !== undefined) return fault('prompt_and_messages');
  if (prompt === undefined && messages === undefined) return fault('no_prompt');
  if (prompt !== undefined && typeof prompt !== 'string') return fault('bad_value', 'prompt');
  if (system !== undefined && typeof system !== 'string') return fault('bad_value', 'system');
  if (messages !== undefined && !Array.isArray(messages)) return fault('bad_value', 'messages');
  const said = messages ?? [{ role: 'user', content: prompt }];
  if (said.length === 0) return fault('no_messages');
  const read = said.map(readMessage);
  if (read.some((message) => message === undefined)) return fault('bad_value', 'messages');
  const texts = read.filter((message) => message !== undefined);
  if (texts.some(({ content }) => content === '')) return fault('empty_text');
  if (texts.at(-1)?.role !== 'user') return fault('last_not_user');
  return typeof system === 'string' ? [{ role: 'system', content: system }, ...texts] : texts;
}

function readMessage(value: unknown): Message | undefined {
  if (!isFields(value)) return undefined;
  const { role, content } = value;
  if (typeof content === 'string') return { role, content };
  if (!Array.isArray(content)) return undefined;
  const parts = content.map((part: unknown) => (isFields(part) ? part['text'] : undefined));
  return parts.every((part) => typeof part === 'string') ? { role, content: parts.join('') } : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown, charsMax: number): boolean {
  return typeof value === 'string' && value.length >= 1 && value.length <= charsMax;
}

function isWithin(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}
