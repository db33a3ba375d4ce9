import Menu from 'lucide-solid/icons/menu';
import type { ParentProps } from 'solid-js';
import { useShell } from '../shell/shell-context.ts';
import { words } from '../words/words.ts';

export function ChatHeader(props: ParentProps<{ title: string }>) {
  const { openDrawer } = useShell();
  return (
    <header class="flex h-header shrink-0 items-center gap-2 border-b border-line px-2 wide:ps-5 wide:pe-3">
      <button
        type="button"
        class="target grid size-9 shrink-0 place-items-center rounded-control text-muted hover:text-text wide:hidden"
        aria-label={words.openSidebar}
        aria-controls="sidebar"
        onClick={(event) => openDrawer(event.currentTarget)}
      >
        <Menu size={20} aria-hidden="true" />
      </button>
      <h1 class="min-w-0 flex-1 truncate font-medium" title={props.title}>
        {props.title || words.newChat}
      </h1>
      {props.children}
    </header>
  );
}
