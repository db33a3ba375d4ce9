import { promptOf, type ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { ProviderCall } from '../evidence/evidence.ts';
import { attemptsOf, type Attempt } from './attempts.ts';
import type { CaseFile, TaskCase } from './case-file.ts';
import { knownAnswer, tokensWithin } from './expected-answer.ts';

/** A call at the provider, and the attempt that made it. */
export interface MatchedCall {
  call: ProviderCall;
  task: TaskCase;
  attempt: Attempt;
  /** Output tokens of this call that were stored already when its attempt began. */
  regeneratedTokens: number;
}

/** Calls for one text of question and model, in the order they began; whose tasks they can be of. */
export interface CallGroup {
  tasks: readonly TaskCase[];
  calls: readonly ProviderCall[];
  /** Those whose attempt is found; a call is the last attempt's that had begun. */
  matched: readonly MatchedCall[];
}

/** Clocks are read in milliseconds, and a reply takes its time. */
const CLOCK_MS = 5;

export function groupCalls({ evidence, tasks }: CaseFile): CallGroup[] {
  const calls = Map.groupBy(evidence.ledger, (call) => nameOf(call.requested_model, call.prompt));
  const asked = tasks.filter(
    (task): task is TaskCase & { request: ChatRequest } => task.request !== undefined,
  );
  const byName = Map.groupBy(asked, ({ request }) => nameOf(request.model, promptOf(request)));
  return [...byName].map(([name, same]) => {
    const own = (calls.get(name) ?? []).toSorted((a, b) => a.started_at - b.started_at);
    return { tasks: same, calls: own, matched: matchCalls(same, own) };
  });
}

function nameOf(model: string, prompt: string): string {
  return `${model}\n${prompt}`;
}

function matchCalls(tasks: readonly TaskCase[], calls: readonly ProviderCall[]): MatchedCall[] {
  const attempts = tasks
    .flatMap((task) => attemptsOf(task.entries).map((attempt) => ({ task, attempt })))
    .toSorted((a, b) => a.attempt.startedAt - b.attempt.startedAt);
  return calls.flatMap((call) => {
    const found = attempts.findLast(({ attempt }) => attempt.startedAt <= call.started_at + CLOCK_MS);
    return found
      ? [{ call, ...found, regeneratedTokens: countRegenerated(found.task, found.attempt, call) }]
      : [];
  });
}

function countRegenerated(task: TaskCase, attempt: Attempt, call: ProviderCall): number {
  const answer = task.request && knownAnswer(task.request);
  if (!answer || attempt.storedChars === 0) return 0;
  const storedTokens = tokensWithin(answer.tokens, attempt.storedChars);
  const generatedTo = call.first_token + call.output_tokens - call.preamble_tokens;
  return Math.max(0, Math.min(generatedTo, storedTokens) - call.first_token);
}
