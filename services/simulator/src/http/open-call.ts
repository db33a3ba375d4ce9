import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type AnswerCall, type Call } from '../calls/call.ts';
import { decideOutput } from '../conversation/decide-output.ts';
import { questionOf } from '../conversation/question.ts';
import { parseModelName } from '../plan/model-name.ts';
import type { Plan } from '../plan/plan.ts';
import { touchRecent } from '../recent.ts';
import { answerInstead, errorInstead } from './answer-instead.ts';
import { replyError, type Exchange } from './exchange.ts';

const MODELS_SEEN_MAX = 100;

/**
 * From a request to its call: the plan for it, the fault in place of an answer, the refusal. A request that gets
 * no call is answered and noted in the ledger here; undefined tells so.
 */
export async function openCall(
  exchange: Exchange,
  request: AnswerCall,
  { isBackground }: { isBackground: boolean },
): Promise<Call | undefined> {
  const { state } = exchange;
  const { wire, requestedModel } = request;
  const prompt = questionOf(request.messages);
  const note = (status: number | null, reason: string) =>
    state.ledger.refuse({ wire, requested_model: requestedModel, prompt, at: Date.now(), status, reason });
  const refuse = (message: string, param?: string): undefined => {
    note(400, message);
    replyError(exchange, wire, { status: 400, message, param });
  };

  const name = parseModelName(requestedModel);
  if (typeof name === 'string') return refuse(name, 'model');
  const { tokens_per_second: tps, first_token_ms: firstMs } = state.settings;
  const plan: Plan = {
    tps,
    first_ms: firstMs,
    ...state.plans.take({ endpoint: wire, requestedModel, prompt }, name),
  };
  if (plan.headers_ms) await sleep(plan.headers_ms);
  if (plan.fault?.where === 'instead') {
    note(errorInstead(plan.fault, wire)?.status ?? null, plan.fault.kind);
    await answerInstead(exchange, wire, plan.fault, plan);
    return undefined;
  }
  touchRecent(state.modelsSeen, name.model, true, MODELS_SEEN_MAX);
  const decision = decideOutput(request, { model: name.model, plan, otherModels: state.modelsSeen.keys() });
  if (decision.kind === 'refused') return refuse(decision.message, decision.param);

  const call: Call = {
    id: newId(wire),
    request,
    clientRequestId: exchange.request.headersDistinct['x-client-request-id']?.[0],
    model: name.model,
    plan,
    output: decision.output,
    usage: state.promptCache.read(name.model, request),
    isBackground,
    startedAtMs: Date.now(),
    isHeld: () => [...state.released.keys()].every((text) => !prompt.includes(text)),
    progress: { generated: 0, end: undefined, endedAtMs: undefined, deliveries: [] },
  };
  state.ledger.add(call);
  return call;
}
