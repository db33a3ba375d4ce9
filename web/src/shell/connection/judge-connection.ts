import type { Contact } from '../../continuo-client/surroundings/contact.ts';

/** What the one dot and the one bar say about the connection to the service. */
export type ConnectionState = 'live' | 'connecting' | 'reconnecting' | 'offline' | 'down';

export interface ConnectionFacts {
  /** Since when something that should be connected is not, unix ms; undefined while all is well. */
  lostAt: number | undefined;
  /** What the browser says about the network. It is right when it says no, and proves nothing when it says yes. */
  hasNetwork: boolean;
  now: number;
}

/** Shorter losses are nobody's business. */
const QUIET_MS = 1_000;
/** After this long it is not a hiccup any more. */
const DOWN_MS = 30_000;

export function judgeConnection({ lostAt, hasNetwork, now }: ConnectionFacts): ConnectionState {
  if (lostAt === undefined) return 'live';
  if (!hasNetwork) return 'offline';
  const lostMs = now - lostAt;
  if (lostMs < QUIET_MS) return 'connecting';
  return lostMs < DOWN_MS ? 'reconnecting' : 'down';
}

/** Whether what is sent now has to wait until the connection is back. */
export function isConnectionLost(state: ConnectionState): boolean {
  return state === 'reconnecting' || state === 'offline' || state === 'down';
}

/** How it fares now with something that uses the connection, and what that could mean to others that do. */
export interface ContactChange {
  /** Undefined: it has just begun. */
  before: Contact | undefined;
  contact: Contact;
  /** Others wait for their next try. */
  isAnybodyWaiting: boolean;
  /** Since they were last told that the service is back, ms. */
  toldMsAgo: number;
}

/** Two that come and go would wake each other without any pause. */
const TELL_AGAIN_MS = 1_000;

/**
 * Whether this says to those that wait that the service is back, so that they try at once. A call that got through
 * at once says nothing of the kind, and would have them try without any pause.
 */
export function isBack({ before, contact, isAnybodyWaiting, toldMsAgo }: ContactChange): boolean {
  const gotThrough = contact.kind === 'live' && before !== undefined && before.kind !== 'live';
  return gotThrough && isAnybodyWaiting && toldMsAgo >= TELL_AGAIN_MS;
}
