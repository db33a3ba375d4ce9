import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { isProviderName } from '@continuo/shared/protocol/models';
import type { TaskView } from '@continuo/shared/protocol/fold-task';
import type { FindProvider } from '../providers/make-providers.ts';
import type { Provider } from '../providers/provider.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { findPrefillForm } from './continuation.ts';
import type { Capability, Target } from './plan-attempt.ts';

/** Models whose refusal of a prefill is remembered; beyond it the oldest is asked once more. */
const DEMOTED_MAX = 1_000;

/** Whom this process can ask, and what they can do. */
export class Targets {
  readonly #findProvider: FindProvider;
  readonly #fallbacks: readonly Target[];
  readonly #demoted = new Set<string>();

  /** @param fallbacks whom to ask when a request names nobody else */
  constructor(findProvider: FindProvider, fallbacks: readonly Target[]) {
    this.#findProvider = findProvider;
    this.#fallbacks = fallbacks;
  }

  /** Undefined: no generator of this configuration serves it. */
  providerOf(target: Target): Provider | undefined {
    return this.#findProvider(target);
  }

  /** The names in an entry, as a target. */
  find(provider: string, model: string): Target | undefined {
    return isProviderName(provider) ? { provider, model } : undefined;
  }

  /** Whom the task asks: after a failover in its log the one that took over, else the one it was sent to. */
  targetOf(request: ChatRequest, view: TaskView): Target {
    const { failedOverTo } = view;
    const other = failedOverTo && this.find(failedOverTo.provider, failedOverTo.model);
    return other ?? { provider: request.provider, model: request.model };
  }

  capabilityOf(target: Target): Capability {
    const provider = this.providerOf(target);
    const form = provider && findPrefillForm(target.provider, provider.wire, target.model);
    return {
      canReattach: provider?.reattach !== undefined,
      canPrefill: form !== undefined && !this.#demoted.has(nameOf(target)),
    };
  }

  /** Remembers that a model refused to go on behind a text, whatever the table says. */
  demote(target: Target): void {
    this.#demoted.add(nameOf(target));
    const [oldest] = this.#demoted;
    if (this.#demoted.size > DEMOTED_MAX && oldest !== undefined) this.#demoted.delete(oldest);
  }

  /** Those behind the target in the order of the request or the configuration, who can be asked now. */
  alternativesTo(target: Target, request: ChatRequest, breaker: CircuitBreaker): Target[] {
    const order = [
      { provider: request.provider, model: request.model },
      ...(request.fallbacks ?? this.#fallbacks),
    ];
    const place = order.findIndex((other) => nameOf(other) === nameOf(target));
    return order
      .slice(place + 1)
      .filter((other) => this.providerOf(other) !== undefined && breaker.openMs(other.provider) === 0);
  }
}

function nameOf({ provider, model }: Target): string {
  return `${provider}/${model}`;
}
