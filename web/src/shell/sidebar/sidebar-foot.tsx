import { Show } from 'solid-js';
import { ConnectionDot } from '../connection/connection-dot.tsx';
import type { LiveFigures } from '../connection/create-live-figures.ts';
import { ThemeSwitch } from './theme-switch.tsx';
import { words } from '../words.ts';

/** How the connection is, how the service is, and what the page looks like. */
export function SidebarFoot(props: { figures: LiveFigures | undefined }) {
  return (
    <div class="flex items-center justify-between gap-2 border-t border-line py-2 ps-4 pe-2 pb-[max(8px,env(safe-area-inset-bottom))]">
      <div class="min-w-0">
        <ConnectionDot />
        <Show when={props.figures}>
          {(figures) => (
            <p
              class="tabular text-meta text-balance"
              classList={{
                'text-muted': figures().workers > 0,
                'text-retrying': figures().workers === 0,
              }}
              data-testid="figures"
            >
              {words().workers(figures().workers)} · {words().waiting(figures().waiting)}
            </p>
          )}
        </Show>
      </div>
      <ThemeSwitch />
    </div>
  );
}
