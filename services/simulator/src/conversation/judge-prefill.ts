import type { AnswerCall } from '../calls/call.ts';
import { NO_PREFILL, policyOf } from '../models/policy.ts';
import type { Plan } from '../plan/plan.ts';

export type PrefillVerdict =
  /** The model goes on behind the partial assistant message. */
  | { kind: 'continues' }
  /** The model takes that message for a finished turn. */
  | { kind: 'finished' }
  | { kind: 'refused'; message: string };

const CONFLICTING_FLAGS = 'Cannot set both `continue_final_message` and `add_generation_prompt` to True.';
const TRAILING_WHITESPACE = 'messages: final assistant content cannot end with trailing whitespace';

/** What a model makes of messages whose last is the assistant's. */
export function judgePrefill(model: string, call: AnswerCall, plan: Plan): PrefillVerdict {
  const { trailingAssistant } = policyOf(model);
  const last = call.messages.at(-1);
  const asksToContinue = call.params['continue_final_message'] === true;
  if (asksToContinue && call.params['add_generation_prompt'] !== false) return refused(CONFLICTING_FLAGS);
  if (plan.prefill) return plan.prefill === 'refused' ? refused(NO_PREFILL) : { kind: plan.prefill };

  switch (trailingAssistant.means) {
    case 'finished':
      return { kind: 'finished' };
    case 'refused':
      return refused(trailingAssistant.refusal);
    case 'continues-if-asked':
      if (trailingAssistant.by === 'request' ? asksToContinue : last?.isPrefix) return { kind: 'continues' };
      return trailingAssistant.refusal === undefined
        ? { kind: 'finished' }
        : refused(trailingAssistant.refusal);
    case 'continues':
      if (!trailingAssistant.isClaude) return { kind: 'continues' };
      if (call.isThinking) return refused(NO_PREFILL);
      return /\s$/.test(last?.text ?? '') ? refused(TRAILING_WHITESPACE) : { kind: 'continues' };
  }
}

function refused(message: string): PrefillVerdict {
  return { kind: 'refused', message };
}
