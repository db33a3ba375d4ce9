import { For } from 'solid-js';

/** As high as what will be there. */
export function StatsSkeleton() {
  return (
    <div class="skeleton mx-auto flex max-w-[80rem] flex-col gap-3 p-4 wide:p-6" aria-hidden="true">
      <div class="grid grid-cols-2 gap-3 wide:grid-cols-3">
        <For each={[1, 2, 3, 4, 5, 6]}>
          {() => (
            <div class="flex h-[110px] flex-col gap-3 rounded-card border border-line p-4">
              <div class="h-3 w-1/3 rounded-[4px] bg-panel" />
              <div class="h-6 w-1/2 rounded-[4px] bg-panel" />
            </div>
          )}
        </For>
      </div>
      <div class="h-[310px] rounded-card border border-line" />
    </div>
  );
}
