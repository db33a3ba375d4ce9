import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { customIdSchema, type BatchDefaults } from '@continuo/shared/protocol/batch-api';
import { generateRequestSchema } from '@continuo/shared/protocol/http-api';
import type { FieldFault } from '@continuo/shared/protocol/problem';
import { normaliseRequest } from '../accept/normalise-request.ts';
import type { Offer } from '../config.ts';
import { fitContext } from '../conversations/fit-context.ts';
import { Refusal } from '../http/refusal.ts';
import { describeIssues } from '../middleware/answer-validation.ts';
import { readOpenAiLine, type AskedLine } from './openai-line.ts';

/** A line as it is kept, or all that is wrong with it; pointers lead into the line. */
export type ParsedLine =
  | { tag: 'line'; customId: string | undefined; request: ChatRequest; cacheable: boolean }
  | { tag: 'faults'; faults: FieldFault[] };

/** Fields of a request that name a conversation: a line has none but that of its batch. */
const CONVERSATION_FIELDS = ['conversation_id', 'parent_task_id', 'regenerate_of', 'history'];

/** Makes the one form of a request of a line: a prompt, a request of this API, or OpenAI's batch format. */
export function parseLine(value: unknown, defaults: BatchDefaults, offer: Offer): ParsedLine {
  const asked = unwrapLine(value);
  if (asked.tag === 'faults') return asked;
  const customId = customIdSchema.optional().safeParse(asked.customId);
  const body = generateRequestSchema.safeParse({ ...defaults, ...asked.fields });
  if (!customId.success || !body.success) {
    return {
      tag: 'faults',
      faults: [
        ...describeIssues(customId.error?.issues ?? [], '/custom_id'),
        ...describeIssues(body.error?.issues ?? [], asked.place),
      ],
    };
  }
  try {
    const request = normaliseRequest(body.data, offer);
    const fitted = fitContext(request, 'all');
    if (fitted.tag === 'too_long') {
      return { tag: 'faults', faults: [{ pointer: asked.place, detail: fitted.detail }] };
    }
    return { tag: 'line', customId: customId.data, request, cacheable: body.data.cache !== false };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { tag: 'faults', faults: movedFaults(error, asked.place) };
  }
}

function movedFaults({ problem }: Refusal, place: string): FieldFault[] {
  const faults = problem.errors ?? [{ pointer: '', detail: problem.detail ?? problem.title }];
  return faults.map(({ pointer, detail }) => ({ pointer: `${place}${pointer}`, detail }));
}

function unwrapLine(value: unknown): AskedLine {
  if (typeof value === 'string')
    return { tag: 'asked', customId: undefined, fields: { prompt: value }, place: '' };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { tag: 'faults', faults: [{ pointer: '', detail: 'it must be a prompt or an object' }] };
  }
  if ('body' in value) return readOpenAiLine(value);
  const { custom_id: customId, ...fields } = value as Record<string, unknown>;
  const named = CONVERSATION_FIELDS.filter((name) => name in fields);
  if (named.length === 0) return { tag: 'asked', customId, fields, place: '' };
  return {
    tag: 'faults',
    faults: named.map((name) => ({ pointer: `/${name}`, detail: 'a line of a batch has no conversation' })),
  };
}
