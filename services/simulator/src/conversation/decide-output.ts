import { answerFor } from '../answer/answer.ts';
import { splitTokens } from '../answer/tokens.ts';
import type { AnswerCall, Output } from '../calls/call.ts';
import { policyOf } from '../models/policy.ts';
import type { Fault, ModelFault } from '../plan/fault.ts';
import type { Plan } from '../plan/plan.ts';
import { judgePrefill } from './judge-prefill.ts';
import { findInterrupted, isSaidToBePartial, lastPrompt } from './question.ts';

export type OutputDecision =
  | { kind: 'output'; output: Output }
  | { kind: 'refused'; message: string; param?: string };

export interface DecideContext {
  model: string;
  plan: Plan;
  /** Models whose unfinished answers may be in the messages. */
  otherModels: Iterable<string>;
}

const PREAMBLE = 'Of course, I will go on where the previous answer stopped.\n\n';

/** Decides what a model generates for a request: an answer, the rest of one, or a refusal. */
export function decideOutput(call: AnswerCall, context: DecideContext): OutputDecision {
  for (const [param, message] of Object.entries(policyOf(context.model).refusedParams ?? {})) {
    if (call.params[param] !== undefined) return { kind: 'refused', message, param };
  }
  const last = call.messages.at(-1);
  const prompt = lastPrompt(call.messages);
  if (!last || prompt === undefined) {
    return { kind: 'refused', message: 'messages: at least one user message is required' };
  }
  const write = (seam: Seam): OutputDecision => ({
    kind: 'output',
    output: writeOutput(call, context, seam),
  });

  if (last.role === 'assistant') {
    const verdict = judgePrefill(context.model, call, context.plan);
    if (verdict.kind === 'refused') return verdict;
    if (verdict.kind === 'finished') return write({ start: 'fresh', prompt });
    const model = findAuthor(call, context, prompt, last.text);
    return write({ start: 'prefill', prompt, ...(model !== undefined && { model, partial: last.text }) });
  }
  const interrupted = findInterrupted(call.messages);
  if (!interrupted) return write({ start: 'fresh', prompt });
  const { question, partial } = interrupted;
  const model = findAuthor(call, context, question, partial);
  if (model === undefined) return write({ start: 'fresh', prompt });
  return write({ start: 'continuation', prompt: question, model, partial });
}

/** The model whose answer begins with the partial text: this one, else one of the others. */
function findAuthor(
  call: AnswerCall,
  context: DecideContext,
  prompt: string,
  partial: string,
): string | undefined {
  for (const model of new Set([context.model, ...context.otherModels])) {
    const { text } = wholeAnswer(call, context.plan, model, prompt);
    // A finished answer is no partial one, except to a model that is asked to go on behind it exactly.
    if (text.startsWith(partial) && (text !== partial || isSaidToBePartial(call.messages))) return model;
  }
  return undefined;
}

function wholeAnswer(call: AnswerCall, { seed = call.seed, tokens }: Plan, model: string, prompt: string) {
  return answerFor({ model, prompt, seed, ...(tokens !== undefined && { tokens }) });
}

interface Seam {
  start: Output['start'];
  prompt: string;
  /** Who began the answer, and what is there of it. */
  model?: string;
  partial?: string;
}

function writeOutput(call: AnswerCall, context: DecideContext, seam: Seam): Output {
  const { plan } = context;
  const { start, prompt, model = context.model, partial = '' } = seam;
  const whole = wholeAnswer(call, plan, model, prompt);
  const firstChar = plan.restart ? 0 : Math.max(0, partial.length - (plan.overlap ?? 0));
  const rest = tokensFrom(whole.tokens, firstChar);
  const preamble = plan.preamble && start === 'continuation' ? splitTokens(PREAMBLE) : [];
  return {
    prompt,
    start,
    ...cutTokens([...preamble, ...rest.tokens], call.maxTokens, plan.fault),
    preambleTokens: preamble.length,
    firstToken: rest.firstToken,
    firstChar,
    answerTokens: whole.tokens.length,
    answerModel: model,
  };
}

/** The tokens from a character on; the token it lies in loses its beginning. */
function tokensFrom(tokens: readonly string[], firstChar: number): { tokens: string[]; firstToken: number } {
  let chars = 0;
  for (const [index, token] of tokens.entries()) {
    if (chars + token.length > firstChar) {
      return { tokens: [token.slice(firstChar - chars), ...tokens.slice(index + 1)], firstToken: index };
    }
    chars += token.length;
  }
  return { tokens: [], firstToken: tokens.length };
}

/** Ends the generation where the request's limit or the model's fault says so. */
function cutTokens(
  tokens: string[],
  maxTokens = Infinity,
  fault: Fault | undefined,
): Pick<Output, 'tokens' | 'end'> {
  const strange = fault?.where === 'model' ? withStrangeTokens(tokens, fault) : tokens;
  const faultAt = fault?.kind === 'refusal' || fault?.kind === 'failed' ? fault.at : Infinity;
  const stopAt = Math.min(faultAt, maxTokens);
  if (stopAt >= strange.length) return { tokens: strange, end: 'completed' };
  const end = faultAt > maxTokens ? 'length' : fault?.kind === 'refusal' ? 'refusal' : 'failed';
  return { tokens: strange.slice(0, stopAt), end };
}

function withStrangeTokens(tokens: string[], { kind, at }: ModelFault): string[] {
  const strange: Partial<Record<ModelFault['kind'], string[]>> = {
    nul: ['\0\ud83d'],
    halves: ['\ud83e', '\udded'],
  };
  return tokens.toSpliced(at, 0, ...(strange[kind] ?? []));
}
