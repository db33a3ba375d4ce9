import Ellipsis from 'lucide-solid/icons/ellipsis';
import { createSignal, lazy, Show, Suspense } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Icon } from './icon.ts';

export interface MenuAction {
  label: string;
  icon?: Icon;
  /** It cannot be taken back. */
  isDanger?: boolean;
  isDisabled?: boolean;
  onSelect: () => void;
  testId?: string;
}

const loadList = async () => ({ default: (await import('./menu-list.tsx')).MenuList });
const MenuList = lazy(loadList);

interface MenuProps {
  /** What it is the menu of. */
  label: string;
  icon?: Icon;
  actions: readonly MenuAction[];
  testId?: string;
}

/** A button with a list of actions, which is fetched when somebody comes near it. */
export function Menu(props: MenuProps) {
  const [isOpen, setOpen] = createSignal(false);
  let button: HTMLButtonElement | undefined;
  const close = (): void => {
    setOpen(false);
    button?.focus();
  };
  return (
    <>
      <button
        ref={(element) => (button = element)}
        type="button"
        class="target grid size-8 shrink-0 place-items-center rounded-control text-muted transition-colors hover:bg-line/60 hover:text-text aria-expanded:bg-line aria-expanded:text-text"
        aria-label={props.label}
        title={props.label}
        aria-haspopup="menu"
        aria-expanded={isOpen()}
        onPointerEnter={() => void loadList()}
        onFocus={() => void loadList()}
        onClick={() => setOpen(!isOpen())}
        data-testid={props.testId}
      >
        <Dynamic component={props.icon ?? Ellipsis} size={16} aria-hidden="true" />
      </button>
      <Show when={isOpen() && button}>
        {(anchor) => (
          <Suspense>
            <MenuList label={props.label} actions={props.actions} anchor={anchor()} onClose={close} />
          </Suspense>
        )}
      </Show>
    </>
  );
}
