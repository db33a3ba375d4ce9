import { createMemo, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Contact } from '../../continuo-client/surroundings/contact.ts';
import { createCatchUp, type CatchUp } from './create-caught-up.ts';
import { isBack, judgeConnection, type ConnectionState } from './judge-connection.ts';

/** The connection to the service, as everything that uses it experiences it. */
export interface Connection {
  state: Accessor<ConnectionState>;
  /** How long it is until the next try, ms; undefined while all is well or a try is under way. */
  nextTryMs: Accessor<number | undefined>;
  /** How long the connection has been lost, ms; 0 while it is not. */
  lostMs: Accessor<number>;
  caughtUp: CatchUp['caughtUp'];
  /** Something new that uses the connection. */
  open: () => ContactLine;
}

export interface ContactLine {
  report: (contact: Contact) => void;
  /** Text of so many characters came over it. */
  noteText: (chars: number) => void;
  close: () => void;
}

const LOOK_AGAIN_MS = 200;

/** @param onBack something got through while others wait for their next try: they need not wait any longer */
export function createConnection(onBack: () => void): Connection {
  const lines = new Map<ContactLine, Contact>();
  let toldAt = -Infinity;
  const [lostAt, setLostAt] = createSignal<number>();
  const [nextTryAt, setNextTryAt] = createSignal<number>();
  const [hasNetwork, setHasNetwork] = createSignal(navigator.onLine);
  const [now, setNow] = createSignal(Date.now());

  const review = (): void => {
    const contacts = [...lines.values()];
    // What happens while nobody looks is not told: a loss begins when it is seen.
    const isLost = document.visibilityState === 'visible' && contacts.some(({ kind }) => kind !== 'live');
    setNow(Date.now());
    setLostAt((since) => (isLost ? (since ?? Date.now()) : undefined));
    const dueTimes = contacts.flatMap((contact) => (contact.kind === 'waiting' ? [contact.nextTryAt] : []));
    setNextTryAt(dueTimes.length > 0 ? Math.min(...dueTimes) : undefined);
  };
  const listening = new AbortController();
  document.addEventListener('visibilitychange', review, { signal: listening.signal });
  for (const name of ['online', 'offline']) {
    window.addEventListener(name, () => setHasNetwork(navigator.onLine), { signal: listening.signal });
  }
  const { caughtUp, noteText } = createCatchUp(lostAt);
  const timer = setInterval(() => lostAt() !== undefined && setNow(Date.now()), LOOK_AGAIN_MS);
  onCleanup(() => {
    listening.abort();
    clearInterval(timer);
  });

  return {
    state: createMemo(() => judgeConnection({ lostAt: lostAt(), hasNetwork: hasNetwork(), now: now() })),
    nextTryMs: () => {
      const due = nextTryAt();
      return due === undefined || due <= now() ? undefined : due - now();
    },
    caughtUp,
    lostMs: () => Math.max(0, now() - (lostAt() ?? now())),
    open: () => {
      const line: ContactLine = {
        report: (contact) => {
          const before = lines.get(line);
          lines.set(line, contact);
          if (before?.kind === 'live' && contact.kind === 'live') return;
          review();
          const isAnybodyWaiting = nextTryAt() !== undefined;
          if (!isBack({ before, contact, isAnybodyWaiting, toldMsAgo: now() - toldAt })) return;
          toldAt = now();
          onBack();
        },
        noteText,
        close: () => {
          lines.delete(line);
          review();
        },
      };
      return line;
    },
  };
}
