import { createSignal, Show } from 'solid-js';
import { ConversationMenu } from '../../conversation-list/rows/conversation-menu.tsx';
import { RenameField } from '../../conversation-list/rows/rename-field.tsx';
import { useConversationActions } from '../../conversation-list/rows/use-conversation-actions.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import { ModelPicker } from '../../models/model-picker.tsx';
import { useServices } from '../../services.ts';
import { PageHeader } from '../../shell/page-header.tsx';
import { pageWords } from '../../words/page-words.ts';
import { Parameters } from './parameters.tsx';
import { words } from '../words.ts';

interface ChatHeaderProps {
  conversation: Conversation;
  /** '' of one that was not begun. */
  title: string;
  /** It can be changed, and written to. */
  isThere: boolean;
}

/** What the conversation is called, who answers in it and how, and what can be done with it. */
export function ChatHeader(props: ChatHeaderProps) {
  const { conversations } = useServices();
  const { rename } = useConversationActions();
  const [isRenaming, setRenaming] = createSignal(false);
  let heading: HTMLButtonElement | undefined;
  const named = () => ({ id: props.conversation.id, title: props.title });
  const isPinned = () =>
    conversations.find(props.conversation.id)?.isPinned ?? props.conversation.facts()?.isPinned ?? false;
  const endRenaming = (title?: string): void => {
    if (title !== undefined) rename(named(), title);
    setRenaming(false);
    heading?.focus();
  };
  const title = (
    <Show
      when={props.title && props.isThere}
      fallback={
        <span class="block truncate px-1.5">{props.title || (props.isThere ? pageWords().newChat : '')}</span>
      }
    >
      <button
        ref={(element) => (heading = element)}
        type="button"
        class="block max-w-full truncate rounded-control px-1.5 py-1 text-start transition-colors hover:bg-panel"
        title={words().renameHint(props.title)}
        onClick={() => setRenaming(true)}
        data-testid="title"
      >
        {props.title}
      </button>
    </Show>
  );
  return (
    <PageHeader
      title={props.title || (props.isThere ? pageWords().newChat : '')}
      heading={
        <Show
          when={!isRenaming()}
          fallback={<RenameField title={props.title} onRename={endRenaming} onCancel={() => endRenaming()} />}
        >
          {title}
        </Show>
      }
    >
      <Show when={props.isThere}>
        <ModelPicker choice={props.conversation.settings()} onChoose={props.conversation.change} />
        <Parameters conversation={props.conversation} />
      </Show>
      <Show when={props.title && props.isThere}>
        <ConversationMenu
          conversation={{ ...named(), isPinned: isPinned() }}
          leaf={props.conversation.branch()}
          onRename={() => setRenaming(true)}
        />
      </Show>
    </PageHeader>
  );
}
