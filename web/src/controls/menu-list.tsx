import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { MenuAction } from './menu.tsx';

interface MenuListProps {
  label: string;
  actions: readonly MenuAction[];
  anchor: HTMLElement;
  onClose: () => void;
}

/** The open list of a menu, beside its button. */
export function MenuList(props: MenuListProps) {
  return (
    <DropdownMenu
      open
      onOpenChange={(isOpen) => !isOpen && props.onClose()}
      getAnchorRect={() => props.anchor.getBoundingClientRect()}
      placement="bottom-end"
      gutter={4}
    >
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={props.label}
          class="z-40 min-w-44 rounded-card border border-line bg-raised p-1 text-ui shadow-popover outline-none"
          // A click on the menu's own button would close and open it again.
          onPointerDownOutside={(event) =>
            props.anchor.contains(event.target as Node) && event.preventDefault()
          }
        >
          <For each={props.actions}>
            {(action) => (
              <DropdownMenu.Item
                class="flex h-8 cursor-default items-center gap-2.5 rounded-control px-2.5 outline-none data-disabled:opacity-50 data-highlighted:bg-panel pointer-coarse:h-11"
                classList={{ 'text-failed': action.isDanger }}
                disabled={action.isDisabled ?? false}
                onSelect={() => action.onSelect()}
                data-testid={action.testId}
              >
                <Show when={action.icon}>
                  {(icon) => <Dynamic component={icon()} size={14} aria-hidden="true" />}
                </Show>
                {action.label}
              </DropdownMenu.Item>
            )}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
