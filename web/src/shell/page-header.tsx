import PanelLeft from 'lucide-solid/icons/panel-left';
import { createEffect, Show, type JSX, type ParentProps } from 'solid-js';
import { IconButton } from '../controls/icon-button.tsx';
import { pageWords } from '../words/page-words.ts';
import { useShell } from './shell-context.ts';
import { words } from './words.ts';

interface PageHeaderProps {
  title: string;
  before?: JSX.Element;
  /** In place of the title as plain text. */
  heading?: JSX.Element;
}

/**
 * The line above every page: what this is, and what can be done with it. Where there is no sidebar it has its button.
 * The window is named after it.
 */
export function PageHeader(props: ParentProps<PageHeaderProps>) {
  const { hasSidebar, showSidebar } = useShell();
  createEffect(() => {
    document.title = props.title ? `${props.title} – ${pageWords().product}` : pageWords().product;
  });
  return (
    <header
      class="flex h-header shrink-0 items-center gap-2 border-b border-line px-2 wide:pe-3"
      classList={{ 'wide:ps-5': hasSidebar() }}
    >
      <Show when={!hasSidebar()}>
        <IconButton
          icon={PanelLeft}
          label={words().openSidebar}
          controls="sidebar"
          onClick={showSidebar}
          testId="open-sidebar"
        />
      </Show>
      {props.before}
      <h1 class="min-w-0 flex-1 truncate font-medium" title={props.title}>
        {props.heading ?? props.title}
      </h1>
      {props.children}
    </header>
  );
}
