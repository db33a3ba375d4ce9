import { A } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { useServices } from '../../services.ts';
import { ConversationMenu } from './conversation-menu.tsx';
import type { ListedConversation } from '../listed/listed-conversation.ts';
import { MarkDot, MarkWord } from './mark-dot.tsx';
import { RenameField } from './rename-field.tsx';
import { useConversationActions } from './use-conversation-actions.ts';

export function ConversationRow(props: { conversation: ListedConversation }) {
  const { conversations } = useServices();
  const { rename } = useConversationActions();
  const [isRenaming, setRenaming] = createSignal(false);
  let link: HTMLAnchorElement | undefined;

  const mark = () => conversations.markOf(props.conversation);
  const endRenaming = (title?: string): void => {
    if (title !== undefined) rename(props.conversation, title);
    const hadFocus = document.activeElement?.matches('input') ?? false;
    setRenaming(false);
    if (hadFocus) link?.focus();
  };
  return (
    <li class="group relative" data-testid="conversation" data-mark={mark()}>
      <Show
        when={!isRenaming()}
        fallback={
          <RenameField
            title={props.conversation.title}
            onRename={endRenaming}
            onCancel={() => endRenaming()}
          />
        }
      >
        <A
          ref={(element) => (link = element)}
          href={`/c/${props.conversation.id}`}
          class="flex h-9 items-center gap-2 rounded-control px-2.5 text-muted transition-colors group-focus-within:pe-9 group-hover:bg-line/60 group-hover:pe-9 group-hover:text-text aria-[current=page]:bg-line aria-[current=page]:text-text pointer-coarse:h-11 pointer-coarse:pe-11 wide:h-8"
          title={props.conversation.title}
          data-testid="conversation-link"
        >
          <span class="min-w-0 flex-1 truncate" classList={{ 'font-medium text-text': mark() === 'unread' }}>
            {props.conversation.title}
          </span>
          <MarkWord mark={mark()} />
          <MarkDot mark={mark()} />
        </A>
        <div class="absolute inset-y-0 end-0.5 flex items-center opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 has-aria-expanded:opacity-100 pointer-coarse:opacity-100">
          <ConversationMenu conversation={props.conversation} onRename={() => setRenaming(true)} />
        </div>
      </Show>
    </li>
  );
}
