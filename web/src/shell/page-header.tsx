import Menu from 'lucide-solid/icons/menu';
import type { JSX, ParentProps } from 'solid-js';
import { IconButton } from '../controls/icon-button.tsx';
import { useShell } from './shell-context.ts';
import { words } from './words.ts';

/**
 * The line above every page: what this is, and what can be done with it. On a narrow screen it has the button of the
 * sidebar.
 */
export function PageHeader(props: ParentProps<{ title: string; before?: JSX.Element }>) {
  const { openDrawer } = useShell();
  return (
    <header class="flex h-header shrink-0 items-center gap-2 border-b border-line px-2 wide:ps-5 wide:pe-3">
      <span class="wide:hidden">
        <IconButton
          icon={Menu}
          label={words().openSidebar}
          controls="sidebar"
          onClick={(event) => openDrawer(event.currentTarget)}
        />
      </span>
      {props.before}
      <h1 class="min-w-0 flex-1 truncate font-medium" title={props.title}>
        {props.title}
      </h1>
      {props.children}
    </header>
  );
}
