import type { Outcome } from './api/api-fault.ts';
import type { Contact } from './surroundings/contact.ts';
import type { Counters } from './surroundings/counters.ts';
import { holdAlone } from './tabs/hold-alone.ts';
import { holdTogether } from './tabs/hold-together.ts';
import { keepTrying, type KeepTryingOptions } from './retry/keep-trying.ts';
import { makeApi, type Api } from './api/make-api.ts';
import type { Events } from './streams/make-event-desk.ts';
import { makeTab } from './tabs/make-tab.ts';
import type { TaskReader, TaskReaderOptions } from './streams/make-task-reader.ts';
import type { HolderState } from './tabs/stream-holder.ts';
import { makeSurroundings, type Surroundings } from './surroundings/surroundings.ts';

/** Everything a program needs to talk to Continuo: calls, calls that are repeated, readers of tasks, and events. */
export interface Client {
  api: Api;
  surroundings: Surroundings;
  keepTrying: <Value>(
    call: () => Promise<Outcome<Value>>,
    options: KeepTryingOptions,
  ) => Promise<Outcome<Value> | undefined>;
  /** A few at a time, in turns where more are wanted. */
  readTask: (options: TaskReaderOptions) => TaskReader;
  events: Events;
  /** Tells how the stream of events fares, and so whether the service is there. */
  watchContact: (listener: (contact: Contact) => void) => () => void;
  describe: () => ClientState;
  /** Lets go of all connections. */
  close: () => void;
}

/** For people who want to see how their connection fares, and for tests. */
export type ClientState = Counters & HolderState;

export function makeClient(given: Partial<Surroundings> = {}): Client {
  const surroundings = makeSurroundings(given);
  const { counters, tabs, now, random } = surroundings;
  let isStale = false;
  /** Once for all that changes together. */
  const onChange = (): void => {
    if (isStale) return;
    isStale = true;
    queueMicrotask(() => {
      isStale = false;
      holder.update();
    });
  };
  const name = `${now().toString(36)}-${random().toString(36).slice(2)}`;
  const tab = makeTab(name, counters, onChange);
  const holder = tabs ? holdTogether(tab, tabs, surroundings) : holdAlone(tab, surroundings);
  return {
    api: makeApi(surroundings),
    surroundings,
    keepTrying: (call, options) => keepTrying(call, surroundings, options),
    readTask: tab.read,
    events: tab.events,
    watchContact: tab.watchContact,
    describe: () => ({ ...counters, ...holder.describe() }),
    close: holder.close,
  };
}
