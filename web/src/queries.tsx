import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import type { Component } from 'solid-js';
import type { ApiFault, Outcome } from './continuo-client/api/api-fault.ts';
import { keepCalling } from './shell/connection/keep-calling.ts';
import type { Services } from './services.ts';

/**
 * What the screens beside the chat have read from the service. Only modules that are fetched lazily may import this:
 * the chat's first load does without it.
 */
declare module '@tanstack/solid-query' {
  interface Register {
    /** `query.error` is the fault of the call, for FaultNotice. */
    defaultError: ApiFault;
  }
}

/** How long a transient fault is tried over before a screen says that it cannot show anything. */
const KEEP_TRYING_MS = 8_000;
/** How long a screen that was left is there at once when one comes back. */
const KEPT_MS = 5 * 60_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    // Calls are repeated by `keepCalling`, which knows what is transient; screens are kept fresh by events.
    queries: { retry: false, staleTime: 5_000, gcTime: KEPT_MS, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});

/** A screen with queries: `export const TasksPage = withQueries(TasksScreen)`. */
export function withQueries(Screen: Component): Component {
  return () => (
    <QueryClientProvider client={queryClient}>
      <Screen />
    </QueryClientProvider>
  );
}

/**
 * The `queryFn` of a call of the API. Read `query.data` only where `query.isSuccess`: while there is none, reading it
 * suspends the whole screen.
 *
 *     useQuery(() => ({ queryKey: ['batch', id()], queryFn: askFor(services, () => api.batch(id())) }))
 */
export function askFor<Value>(
  services: Pick<Services, 'client' | 'connection'>,
  call: () => Promise<Outcome<Value>>,
): (context: { signal: AbortSignal }) => Promise<Value> {
  return async ({ signal }) => {
    const outcome = await keepCalling(services, call, { signal, forMs: KEEP_TRYING_MS });
    if (outcome?.ok) return outcome.value;
    // An aborted query takes no notice of what it rejects with.
    const fault: ApiFault = outcome?.fault ?? { kind: 'unreachable' };
    return Promise.reject(fault);
  };
}
