import Columns3 from 'lucide-solid/icons/columns-3';
import { For, createUniqueId } from 'solid-js';
import { Popover } from '../../controls/popover.tsx';
import { Switch } from '../../controls/switch.tsx';
import { density } from '../../styles/appearance.ts';
import { COLUMN_NAMES, FIXED_COLUMNS, type Columns } from './columns.ts';
import { words } from './words.ts';

/** Which columns there are, and how much room a row takes. */
export function ColumnChooser(props: { columns: Columns }) {
  const compactId = createUniqueId();
  return (
    <Popover
      label={words().columns}
      isBare
      class="grid size-8 place-items-center max-[960px]:hidden rounded-control text-muted transition-colors hover:bg-panel hover:text-text"
      trigger={<Columns3 size={16} aria-hidden="true" />}
      testId="columns"
    >
      <fieldset class="grid gap-2">
        <legend class="mb-2 font-medium">{words().columns}</legend>
        <For each={COLUMN_NAMES}>
          {(name) => (
            <label class="flex items-center gap-2.5">
              <input
                type="checkbox"
                class="size-3.5 accent-accent"
                checked={props.columns.shown().includes(name)}
                disabled={FIXED_COLUMNS.has(name)}
                onChange={() => props.columns.toggle(name)}
                data-testid={`column-${name}`}
              />
              {words().column[name]}
            </label>
          )}
        </For>
      </fieldset>
      <div class="mt-4 flex items-center justify-between gap-6 border-t border-line pt-3">
        <span id={compactId}>{words().compactRows}</span>
        <Switch
          isOn={density.chosen() === 'compact'}
          onChange={(isOn) => density.choose(isOn ? 'compact' : 'comfortable')}
          labelledBy={compactId}
        />
      </div>
    </Popover>
  );
}
