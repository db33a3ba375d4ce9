import { For } from 'solid-js';

/** Cards that have yet to come, as high as they will be. */
export function CardSkeletons() {
  return (
    <div class="skeleton mx-auto flex w-full max-w-[64rem] flex-col gap-3 p-4 wide:p-6" aria-hidden="true">
      <For each={[1, 2, 3]}>
        {() => (
          <div class="flex h-[130px] flex-col gap-3 rounded-card border border-line p-4">
            <div class="h-4 w-1/3 rounded-[4px] bg-panel" />
            <div class="h-3 w-1/4 rounded-[4px] bg-panel" />
            <div class="mt-3 h-2.5 w-full rounded-full bg-panel" />
          </div>
        )}
      </For>
    </div>
  );
}
