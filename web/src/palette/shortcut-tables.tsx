import { For } from 'solid-js';
import { SHORTCUT_NAMES, shortcutOf, type ShortcutPlace } from './key-map.ts';
import { KeysOf } from './keys.tsx';
import { words } from './words.ts';

const PLACES: readonly ShortcutPlace[] = ['everywhere', 'chat', 'tasks'];

/** All shortcuts, by where they work, from the map that the listener has. For the help and the settings. */
export function ShortcutTables() {
  return (
    <div class="flex flex-col gap-5">
      <For each={PLACES}>{(place) => <PlaceTable place={place} />}</For>
    </div>
  );
}

function PlaceTable(props: { place: ShortcutPlace }) {
  const names = () => SHORTCUT_NAMES.filter((name) => shortcutOf(name).place === props.place);
  return (
    <section>
      <h3 class="pb-1 text-meta font-medium text-muted">{words().places[props.place]}</h3>
      <dl>
        <For each={names()}>
          {(name) => (
            <div
              class="flex min-h-8 items-center justify-between gap-4 border-b border-line last:border-0"
              data-testid={`shortcut-${name}`}
            >
              <dt>{words().shortcuts[name]}</dt>
              <dd>
                <KeysOf keys={shortcutOf(name).keys} />
              </dd>
            </div>
          )}
        </For>
      </dl>
    </section>
  );
}
