import type { FailureCode } from '@continuo/shared/protocol/failure';
import { FAILURES } from '@continuo/shared/protocol/failure';

/** Failures in a row after which a provider is not asked for a while. */
const FAILURES_TO_OPEN = 5;
/** Longest, in times of the first. */
const OPEN_TIMES_MAX = 12;

interface Circuit {
  failuresInARow: number;
  openedTimes: number;
  openUntilMs: number;
}

/**
 * Keeps a dead provider from being asked by every task: after some failures in a row, by whichever tasks, it is
 * left alone; then one attempt tries, whose failure opens the circuit again for twice as long.
 */
export class CircuitBreaker {
  readonly #circuits = new Map<string, Circuit>();
  readonly #firstOpenMs: number;
  readonly #nowMs: () => number;

  /** @param firstOpenMs how long a provider is left alone the first time; 0: it never is */
  constructor(firstOpenMs: number, nowMs: () => number = () => performance.now()) {
    this.#firstOpenMs = firstOpenMs;
    this.#nowMs = nowMs;
  }

  /** How long the provider is left alone yet, ms; 0: it may be asked. */
  openMs(provider: string): number {
    const circuit = this.#circuits.get(provider);
    return circuit ? Math.max(0, circuit.openUntilMs - this.#nowMs()) : 0;
  }

  succeeded(provider: string): void {
    this.#circuits.delete(provider);
  }

  failed(provider: string, code: FailureCode): void {
    if (!FAILURES[code].isOutage) return;
    const circuit = this.#circuits.get(provider) ?? { failuresInARow: 0, openedTimes: 0, openUntilMs: 0 };
    circuit.failuresInARow += 1;
    if (circuit.failuresInARow >= FAILURES_TO_OPEN && this.openMs(provider) === 0) {
      const openMs = this.#firstOpenMs * Math.min(OPEN_TIMES_MAX, 2 ** circuit.openedTimes);
      circuit.openedTimes += 1;
      circuit.openUntilMs = this.#nowMs() + openMs;
    }
    this.#circuits.set(provider, circuit);
  }
}
