import {
  deadDetailSchema,
  deadListReplySchema,
  type DeadDetailReply,
  type DeadListReply,
} from '@continuo/shared/protocol/dead-letter-api';
import { generateReplySchema, problemSchema, type GenerateReply } from '@continuo/shared/protocol/http-api';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { z } from 'zod';
import { StackFault } from '../local-stack/stack-fault.ts';

/** The routes of `/api/dead`. Each throws `ApiRefusal` for a problem, `StackFault` when nobody answers. */
export interface DeadLetterClient {
  list: (limit: number, before?: string) => Promise<DeadListReply>;
  show: (taskId: TaskId) => Promise<DeadDetailReply>;
  retry: (taskId: TaskId) => Promise<GenerateReply>;
  drop: (taskId: TaskId) => Promise<void>;
}

/** What the API answered instead of a reply, as a sentence. */
export class ApiRefusal extends StackFault {
  readonly status: number;

  constructor(sentence: string, status: number) {
    super(sentence);
    this.name = 'ApiRefusal';
    this.status = status;
  }
}

/** Longer than any reply of a healthy stack takes. */
const WAIT_MS = 30_000;

export function makeDeadLetterClient(url: string): DeadLetterClient {
  async function ask<Schema extends z.ZodType>(
    method: string,
    path: string,
    schema: Schema,
  ): Promise<z.output<Schema>> {
    const { status, body } = await fetchJson(url, method, path);
    const reply = schema.safeParse(body);
    if (status < 300 && reply.success) return reply.data;
    throw refusalOf(url, path, status, body);
  }
  return {
    list: (limit, before) => {
      const query = new URLSearchParams({
        limit: String(limit),
        ...(before === undefined ? {} : { before }),
      });
      return ask('GET', `?${query.toString()}`, deadListReplySchema);
    },
    show: (taskId) => ask('GET', `/${taskId}`, deadDetailSchema),
    retry: (taskId) => ask('POST', `/${taskId}/retry`, generateReplySchema),
    drop: (taskId) => ask('DELETE', `/${taskId}`, z.undefined()),
  };
}

async function fetchJson(
  url: string,
  method: string,
  path: string,
): Promise<{ status: number; body: unknown }> {
  try {
    const response = await fetch(`${url}/api/dead${path}`, { method, signal: AbortSignal.timeout(WAIT_MS) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) throw strangerAt(url, error);
    throw new StackFault(
      `No Continuo answers at ${url}: start one with \`npm start\`, or set CONTINUO_URL to where it is.`,
      error,
    );
  }
}

function refusalOf(url: string, path: string, status: number, body: unknown): StackFault {
  const problem = problemSchema.safeParse(body);
  if (!problem.success) return strangerAt(url);
  const [, taskId] = /^\/(t\w+)/.exec(path) ?? [];
  const { title, detail, errors = [] } = problem.data;
  const faults = errors.map((fault) => `${fault.pointer}: ${fault.detail}`);
  const sentence = [detail ?? title, ...faults].join(' ');
  return new ApiRefusal(taskId === undefined ? sentence : `${taskId}: ${sentence}`, status);
}

function strangerAt(url: string, cause?: unknown): StackFault {
  return new StackFault(`What answers at ${url} is no Continuo of this version.`, cause);
}
