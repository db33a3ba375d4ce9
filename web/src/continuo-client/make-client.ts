import type { Outcome } from './api-fault.ts';
import { keepTrying, type KeepTryingOptions } from './keep-trying.ts';
import { makeApi, type Api } from './make-api.ts';
import { makeTaskReader, type TaskReader, type TaskReaderOptions } from './make-task-reader.ts';
import { makeSurroundings, type Surroundings } from './surroundings.ts';

/** Everything a program needs to talk to Continuo: calls, calls that are repeated, and readers of tasks. */
export interface Client {
  api: Api;
  surroundings: Surroundings;
  keepTrying: <Value>(
    call: () => Promise<Outcome<Value>>,
    options: KeepTryingOptions,
  ) => Promise<Outcome<Value> | undefined>;
  readTask: (options: TaskReaderOptions) => TaskReader;
}

export function makeClient(given: Partial<Surroundings> = {}): Client {
  const surroundings = makeSurroundings(given);
  return {
    api: makeApi(surroundings),
    surroundings,
    keepTrying: (call, options) => keepTrying(call, surroundings, options),
    readTask: (options) => makeTaskReader(options, surroundings),
  };
}
