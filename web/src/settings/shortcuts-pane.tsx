import { Switch } from '../controls/switch.tsx';
import { ShortcutTables } from '../palette/shortcut-tables.tsx';
import { useServices } from '../services.ts';
import { Pane } from './pane.tsx';
import { Setting } from './setting.tsx';
import { words } from './words.ts';

/** The keys of the page, and whether plain characters are among them. */
export function ShortcutsPane() {
  const { shortcuts } = useServices();
  return (
    <Pane title={words().sections.shortcuts} text={words().shortcutsMeaning}>
      <Setting label={words().singleKeys} hint={words().singleKeysMeaning} testId="single-keys">
        {({ report, ...ids }) => (
          <Switch
            isOn={shortcuts.hasSingleKeys()}
            onChange={(isOn) => {
              shortcuts.setSingleKeys(isOn);
              report(true);
            }}
            testId="single-keys-switch"
            {...ids}
          />
        )}
      </Setting>
      <div class="pt-4">
        <ShortcutTables />
      </div>
    </Pane>
  );
}
