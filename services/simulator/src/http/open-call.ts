import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type AnswerCall, type Call } from '../calls/call.ts';
import { decideOutput, questionOf } from '../calls/decide-output.ts';
import { LISTED_MODELS } from '../models/policy.ts';
import { isInsteadFault } from '../plan/fault.ts';
import { parseModelName } from '../plan/model-name.ts';
import type { Plan } from '../plan/plan.ts';
import { answerInstead } from './answer-instead.ts';
import { replyError, type Exchange } from './exchange.ts';

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
  if (isInsteadFault(plan.fault)) {
    note(plan.fault.kind === 'status' ? plan.fault.status : null, plan.fault.kind);
    await answerInstead(exchange, wire, plan.fault, plan);
    return undefined;
  }
  const decision = decideOutput(request, { model: name.model, plan, knownModels: LISTED_MODELS });
  if (decision.kind === 'refused') return refuse(decision.message, decision.param);

  const call: Call = {
    id: newId(wire),
    request,
    model: name.model,
    plan,
    output: decision.output,
    usage: state.promptCache.read(name.model, request),
    isBackground,
    startedAtMs: Date.now(),
    endedAtMs: undefined,
    generated: 0,
    end: undefined,
    deliveries: [],
  };
  state.ledger.add(call);
  return call;
}
