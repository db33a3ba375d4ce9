import Monitor from 'lucide-solid/icons/monitor';
import Moon from 'lucide-solid/icons/moon';
import Sun from 'lucide-solid/icons/sun';
import { For } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { words } from '../words.ts';
import { theme } from '../../styles/appearance.ts';

const ICONS = { system: Monitor, light: Sun, dark: Moon };

export function ThemeSwitch() {
  return (
    <fieldset class="flex rounded-control border border-line p-0.5">
      <legend class="sr-only">{words().theme}</legend>
      <For each={theme.names}>
        {(name) => (
          <label
            class="grid size-7 place-items-center rounded-[6px] text-muted transition-colors hover:text-text has-checked:bg-line has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent"
            title={words().themes[name]}
          >
            <input
              type="radio"
              name="theme"
              class="sr-only"
              aria-label={words().themes[name]}
              checked={theme.chosen() === name}
              onChange={() => theme.choose(name)}
            />
            <Dynamic component={ICONS[name]} size={15} aria-hidden="true" />
          </label>
        )}
      </For>
    </fieldset>
  );
}
