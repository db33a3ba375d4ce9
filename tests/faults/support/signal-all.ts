import { sendSignal, type DoneFault, type FaultKind } from '../../chaos/faults/send-signal.ts';
import type { Stage } from './stage.ts';

/** Sends a signal to every copy of a service that runs now. */
export function signalAll({ stack }: Stage, service: string, kind: FaultKind): DoneFault[] {
  const copies = stack.processes().filter((process) => process.service === service);
  return copies.flatMap((copy) => sendSignal(kind, copy) ?? []);
}
