import { expectedAnswer } from '@continuo/simulator/model-name';
import type { Accepted } from '../evidence/evidence.ts';
import { cancelTask } from './cancel.ts';
import { pause, type Clients } from './client.ts';
import type { PlannedCancel, PlannedTask } from './plan-tasks.ts';
import { readTask } from './read.ts';
import { submit } from './submit.ts';

/** Does what was planned for one request, to its end. @param index of the plan, which spreads clients over gateways */
export async function runClient(clients: Clients, planned: PlannedTask, index: number): Promise<void> {
  const sends = Array.from({ length: planned.sends }, async (_, copy) => {
    const accepted = await submit(clients, index + copy, planned);
    if (accepted) await followTask(clients, accepted, planned, index + copy, `${index}.${copy}`);
  });
  await Promise.all(sends);
}

async function followTask(
  clients: Clients,
  { taskId, body }: Accepted,
  { readers, cancel }: PlannedTask,
  first: number,
  name: string,
): Promise<void> {
  const canceller = makeCanceller(cancel, expectedAnswer(body.model, body.prompt).text.length, () =>
    cancelTask(clients, first + 1, taskId),
  );
  const reads = readers.map(async (reader, n) => {
    await pause(reader.delayMs);
    await readTask(clients, taskId, `${name}.${n}`, first + n, reader, canceller.onText);
  });
  await Promise.all([...reads, canceller.atOnce()]);
  await canceller.done();
}

interface Canceller {
  /** For a cancel that waits for no text. */
  atOnce: () => Promise<void>;
  /** For one that does: called with how much was seen. */
  onText: (characters: number) => void;
  done: () => Promise<void>;
}

function makeCanceller(
  plan: PlannedCancel | undefined,
  answerChars: number,
  cancel: () => Promise<void>,
): Canceller {
  let cancelling: Promise<void> | undefined;
  return {
    atOnce: async () => {
      if (plan?.when !== 'at_once') return;
      await pause(plan.delayMs);
      cancelling ??= cancel();
    },
    onText: (characters) => {
      if (plan?.when === 'share' && characters >= plan.share * answerChars) cancelling ??= cancel();
    },
    done: async () => await cancelling,
  };
}
