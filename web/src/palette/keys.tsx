import { For, Show } from 'solid-js';
import { isMacPlatform, nameKeys } from './name-keys.ts';
import { words } from './words.ts';

/** One way to press something. */
export function Keys(props: { keys: string }) {
  return (
    <span class="inline-flex gap-1">
      <For each={nameKeys(props.keys, isMacPlatform())}>
        {(name) => (
          <kbd class="min-w-5 rounded-[5px] border border-line bg-panel px-1 text-center font-sans text-meta text-muted">
            {words().printed[name] ?? name}
          </kbd>
        )}
      </For>
    </span>
  );
}

/** All ways to press something that look different on the keys. */
export function KeysOf(props: { keys: readonly string[] }) {
  return (
    <span class="inline-flex flex-wrap items-center justify-end gap-1.5 text-meta text-muted">
      <For each={props.keys}>
        {(keys, index) => (
          <>
            <Show when={index() > 0}>{words().or}</Show>
            <Keys keys={keys} />
          </>
        )}
      </For>
    </span>
  );
}
