import { answerFor, type Answer } from '../answer/answer.ts';
import { splitTokens } from '../answer/tokens.ts';
import { policyOf, type ModelPolicy } from '../models/policy.ts';
import { isModelFault, type ModelFault } from '../plan/fault.ts';
import type { Plan } from '../plan/plan.ts';
import type { AnswerCall, Message } from './call.ts';

/** What one call will generate, unless it is stopped. */
export interface Output {
  /** The prompt this answers: the last user message, or in a continuation the one before. */
  prompt: string;
  start: 'fresh' | 'prefill' | 'continuation';
  /** The tokens of this call alone. */
  tokens: readonly string[];
  /** How many of them, at the start, are no part of the answer. */
  preambleTokens: number;
  /** Where in the whole answer this call starts: the token, and the character in UTF-16 units. */
  firstToken: number;
  firstChar: number;
  /** The whole answer's length, and the model whose answer it is (another one's, after a failover). */
  answerTokens: number;
  answerModel: string;
  end: 'completed' | 'length' | 'refusal' | 'failed';
}

export type OutputDecision =
  | { kind: 'output'; output: Output }
  | { kind: 'refused'; message: string; param?: string };

export interface DecideContext {
  model: string;
  plan: Plan;
  /** Models whose unfinished answers may be in the messages. */
  knownModels: Iterable<string>;
}

const PREAMBLE = 'Of course, I will go on where the previous answer stopped.\n\n';
const ASKS_TO_GO_ON = /\b(?:continu|interrupted|left off|go on|carry on|resume)/i;

export function decideOutput(call: AnswerCall, context: DecideContext): OutputDecision {
  const policy = policyOf(context.model);
  for (const [param, message] of Object.entries(policy.refusedParams ?? {})) {
    if (call.params[param] !== undefined) return { kind: 'refused', message, param };
  }
  const last = call.messages.at(-1);
  const prompt = lastPrompt(call.messages);
  if (!last || prompt === undefined) {
    return { kind: 'refused', message: 'messages: at least one user message is required' };
  }
  if (last.role === 'assistant') {
    const verdict = judgeTrailingAssistant(call, policy, context.plan);
    if (verdict.kind === 'refused') return verdict;
    if (verdict.kind === 'finished') return fresh(call, context, prompt);
    const answer = findAnswer(call, context, prompt, last.text);
    return finish(call, context, {
      prompt,
      start: 'prefill',
      answer,
      seamChar: answer ? last.text.length : 0,
    });
  }
  const interrupted = findInterrupted(call.messages);
  if (interrupted) {
    const { question, partial } = interrupted;
    const answer = findAnswer(call, context, question, partial);
    if (answer && answer.text !== partial) {
      return finish(call, context, {
        prompt: question,
        start: 'continuation',
        answer,
        seamChar: partial.length,
      });
    }
  }
  return fresh(call, context, prompt);
}

/** What the user wants to know: the last user message, or the one before where that only asks to go on. */
export function questionOf(messages: readonly Message[]): string {
  return findInterrupted(messages)?.question ?? lastPrompt(messages) ?? '';
}

function lastPrompt(messages: readonly Message[]): string | undefined {
  return messages.findLast(({ role }) => role === 'user')?.text;
}

/** The end `user, assistant, user: please continue`. */
function findInterrupted(messages: readonly Message[]): { question: string; partial: string } | undefined {
  const instruction = messages.at(-1);
  const partial = messages.at(-2);
  const question = lastPrompt(messages.slice(0, -2));
  if (instruction?.role !== 'user' || partial?.role !== 'assistant' || partial.text === '') return undefined;
  if (question === undefined || !ASKS_TO_GO_ON.test(instruction.text)) return undefined;
  return { question, partial: partial.text };
}

function fresh(call: AnswerCall, context: DecideContext, prompt: string): OutputDecision {
  return finish(call, context, { prompt, start: 'fresh', answer: undefined, seamChar: 0 });
}

type TrailingVerdict = { kind: 'continues' } | { kind: 'finished' } | { kind: 'refused'; message: string };

function judgeTrailingAssistant(call: AnswerCall, policy: ModelPolicy, plan: Plan): TrailingVerdict {
  const { trailingAssistant } = policy;
  const asksContinue = call.params['continue_final_message'] === true;
  if (asksContinue && call.params['add_generation_prompt'] !== false) {
    return {
      kind: 'refused',
      message: 'Cannot set both `continue_final_message` and `add_generation_prompt` to True.',
    };
  }
  const refusal = 'refusal' in trailingAssistant ? trailingAssistant.refusal : undefined;
  const isThinking = call.wire === 'messages' && typeof call.params['thinking'] === 'object';
  if (plan.prefill === 'refused' || (isThinking && trailingAssistant.means === 'continues')) {
    return {
      kind: 'refused',
      message: refusal ?? 'Prefilling assistant messages is not supported for this model.',
    };
  }
  if (plan.prefill) return { kind: plan.prefill };
  switch (trailingAssistant.means) {
    case 'finished':
      return { kind: 'finished' };
    case 'refused':
      return { kind: 'refused', message: trailingAssistant.refusal };
    case 'continues-if-asked': {
      const isAsked =
        trailingAssistant.by === 'request' ? asksContinue : call.messages.at(-1)?.isPrefix === true;
      if (isAsked) return { kind: 'continues' };
      return trailingAssistant.otherwise === 'finished'
        ? { kind: 'finished' }
        : { kind: 'refused', message: trailingAssistant.refusal ?? '' };
    }
    case 'continues':
      if (trailingAssistant.refusesTrailingWhitespace && /\s$/.test(call.messages.at(-1)?.text ?? '')) {
        return {
          kind: 'refused',
          message: 'messages: final assistant content cannot end with trailing whitespace',
        };
      }
      return { kind: 'continues' };
  }
}

/** The answer that starts with the partial text: this model's own, else the one of a model known here. */
function findAnswer(
  call: AnswerCall,
  context: DecideContext,
  prompt: string,
  partial: string,
): (Answer & { model: string }) | undefined {
  for (const model of new Set([context.model, ...context.knownModels])) {
    const answer = wholeAnswer(call, context, model, prompt);
    if (answer.text.startsWith(partial)) return { ...answer, model };
  }
  return undefined;
}

function wholeAnswer(call: AnswerCall, { plan }: DecideContext, model: string, prompt: string): Answer {
  const seed = plan.seed ?? call.seed;
  return answerFor({ model, prompt, seed, ...(plan.tokens !== undefined && { tokens: plan.tokens }) });
}

interface Seam {
  prompt: string;
  start: Output['start'];
  answer: (Answer & { model: string }) | undefined;
  /** How many characters of the answer are there already. */
  seamChar: number;
}

function finish(
  call: AnswerCall,
  context: DecideContext,
  { prompt, start, answer, seamChar }: Seam,
): OutputDecision {
  const { plan } = context;
  const whole = answer ?? { ...wholeAnswer(call, context, context.model, prompt), model: context.model };
  const firstChar = plan.restart ? 0 : Math.max(0, seamChar - (start === 'fresh' ? 0 : (plan.overlap ?? 0)));
  const rest = tokensFrom(whole.tokens, firstChar);
  const preamble = plan.preamble && start === 'continuation' ? splitTokens(PREAMBLE) : [];
  const cut = cutTokens([...preamble, ...rest.tokens], call.maxTokens, plan.fault);
  return {
    kind: 'output',
    output: {
      prompt,
      start,
      ...cut,
      preambleTokens: preamble.length,
      firstToken: rest.firstToken,
      firstChar,
      answerTokens: whole.tokens.length,
      answerModel: whole.model,
    },
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

function cutTokens(
  tokens: string[],
  maxTokens: number | undefined,
  fault: Plan['fault'],
): Pick<Output, 'tokens' | 'end'> {
  const strange = isModelFault(fault) ? withStrangeTokens(tokens, fault) : tokens;
  const stop =
    isModelFault(fault) && (fault.kind === 'refusal' || fault.kind === 'failed') ? fault : undefined;
  const stopAt = Math.min(stop?.at ?? Infinity, maxTokens ?? Infinity);
  if (stopAt >= strange.length) return { tokens: strange, end: 'completed' };
  const end = stop?.at === stopAt ? (stop.kind === 'refusal' ? 'refusal' : 'failed') : 'length';
  return { tokens: strange.slice(0, stopAt), end };
}

function withStrangeTokens(tokens: string[], { kind, at }: ModelFault): string[] {
  const strange: Partial<Record<ModelFault['kind'], string[]>> = {
    nul: ['\0\ud83d'],
    halves: ['\ud83e', '\udded'],
  };
  return tokens.toSpliced(at, 0, ...(strange[kind] ?? []));
}
