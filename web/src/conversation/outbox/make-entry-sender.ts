import { makeRetryPause } from '../../continuo-client/retry/make-retry-pause.ts';
import type { WakeUps } from '../../continuo-client/surroundings/wake-ups.ts';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';
import type { Services } from '../../services.ts';
import type { EntryList } from './create-entry-list.ts';
import { deliverMessage } from './deliver-message.ts';
import { holdLock } from '../../hold-lock.ts';
import type { HeldEntry } from './outbox-entry.ts';
import { isTooOld } from './outbox-message.ts';
import type { OutboxStore } from './outbox-store.ts';

/** Moves messages on, each in one tab at a time. */
export interface EntrySender {
  /** One of this tab: it is kept before it is sent. */
  send: (entry: HeldEntry) => void;
  /** One that an earlier page left behind: another tab may be at it. */
  sendLeftOver: (entry: HeldEntry) => void;
}

export interface EntrySenderOptions {
  services: Pick<Services, 'client' | 'connection'>;
  store: OutboxStore;
  list: EntryList;
  /** An answer has ended: perhaps the one that a message stands behind. */
  answerEnds: WakeUps;
  onTaken: (entry: HeldEntry, taskId: string) => void;
}

export function makeEntrySender({
  services,
  store,
  list,
  answerEnds,
  onTaken,
}: EntrySenderOptions): EntrySender {
  const { surroundings } = services.client;

  const refuse = async (entry: HeldEntry, fault: ApiFault): Promise<void> => {
    entry.setState({ kind: 'refused', fault });
    entry.setMessage({ ...entry.message(), refusal: fault });
    await store.put(entry.message());
  };
  const deliver = async (entry: HeldEntry): Promise<void> => {
    const pause = makeRetryPause({ ...surroundings, wakeUps: answerEnds }, () => undefined);
    const deps = { services, pause, whenPlaced: list.whenPlaced, onChange: entry.setMessage };
    const outcome = await deliverMessage(entry, deps);
    if (!outcome) return;
    if (!outcome.ok) return await refuse(entry, outcome.fault);
    const { task_id: taskId } = outcome.value;
    entry.setState({ kind: 'taken', taskId });
    list.leave(entry, taskId);
    onTaken(entry, taskId);
    await store.remove(entry.message().key, taskId);
  };
  const deliverLeftOver = async (entry: HeldEntry): Promise<void> => {
    const message = await store.find(entry.message().key);
    if (!message) return list.leave(entry, entry.message().parent);
    entry.setMessage(message);
    if (message.refusal) entry.setState({ kind: 'refused', fault: message.refusal });
    else if (isTooOld(message, surroundings.now())) await refuse(entry, { kind: 'unreachable' });
    else await deliver(entry);
  };

  return {
    send: (entry) =>
      inTurn(entry, async () => {
        await store.put(entry.message());
        await deliver(entry);
      }),
    sendLeftOver: (entry) => inTurn(entry, () => deliverLeftOver(entry)),
  };
}

function inTurn(entry: HeldEntry, act: () => Promise<void>): void {
  void holdLock(`continuo:message:${entry.message().key}`, entry.life.signal, act);
}
