import { ErrorBoundary, type ParentProps } from 'solid-js';
import { words } from './words.ts';

/** A pane that fails says so and can be built again; the rest of the page goes on. */
export function PaneBoundary(props: ParentProps) {
  return (
    <ErrorBoundary
      fallback={(error: unknown, reset) => (
        <div class="m-auto flex max-w-column flex-col items-start gap-3 p-6" role="alert">
          <p class="font-medium">{words().paneFailed}</p>
          <pre class="max-w-full overflow-x-auto font-mono text-meta text-muted">{String(error)}</pre>
          <button type="button" class="text-accent underline underline-offset-2" onClick={reset}>
            {words().reloadPane}
          </button>
        </div>
      )}
    >
      {props.children}
    </ErrorBoundary>
  );
}
