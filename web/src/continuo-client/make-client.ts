import type { Outcome } from './api-fault.ts';
import { keepTrying, type KeepTryingOptions } from './keep-trying.ts';
import { makeApi, type Api } from './make-api.ts';
import { makeEventDesk, type Events } from './make-event-desk.ts';
import { makeEventsReader } from './make-events-reader.ts';
import { makeTaskReader, type TaskReader, type TaskReaderOptions } from './make-task-reader.ts';
import { makeSurroundings, type Surroundings } from './surroundings.ts';

/** Everything a program needs to talk to Continuo: calls, calls that are repeated, readers of tasks, and events. */
export interface Client {
  api: Api;
  surroundings: Surroundings;
  keepTrying: <Value>(
    call: () => Promise<Outcome<Value>>,
    options: KeepTryingOptions,
  ) => Promise<Outcome<Value> | undefined>;
  readTask: (options: TaskReaderOptions) => TaskReader;
  events: Events;
  close: () => void;
}

export function makeClient(given: Partial<Surroundings> = {}): Client {
  const surroundings = makeSurroundings(given);
  const desk = makeEventDesk();
  const reader = makeEventsReader({ cursor: undefined, onNews: desk.receive }, surroundings);
  return {
    api: makeApi(surroundings),
    surroundings,
    keepTrying: (call, options) => keepTrying(call, surroundings, options),
    readTask: (options) => makeTaskReader(options, surroundings),
    events: desk,
    close: reader.stop,
  };
}
