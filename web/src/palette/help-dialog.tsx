import { Dialog } from '../controls/dialog.tsx';
import { useServices } from '../services.ts';
import { ShortcutTables } from './shortcut-tables.tsx';
import { words } from './words.ts';

export function HelpDialog(props: { onClose: () => void }) {
  const { shortcuts } = useServices();
  return (
    <Dialog isOpen title={words().shortcuts.help} onClose={props.onClose} testId="help">
      {/* Where reading begins: the only control is at the end. */}
      <div tabindex="-1" autofocus class="scroll-mt-16 outline-none">
        <ShortcutTables />
      </div>
      <label class="flex items-center gap-2.5">
        <input
          type="checkbox"
          class="size-4 accent-accent"
          checked={shortcuts.hasSingleKeys()}
          onChange={(event) => shortcuts.setSingleKeys(event.currentTarget.checked)}
          data-testid="help-single-keys"
        />
        {words().singleKeys}
      </label>
    </Dialog>
  );
}
