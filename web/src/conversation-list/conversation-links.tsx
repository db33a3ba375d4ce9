import { A } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { useServices } from '../services.ts';
import { words } from './words.ts';
import type { ConversationSummary } from './group-conversations.ts';

export function ConversationLinks() {
  const { conversations } = useServices().conversations;
  return (
    <nav aria-label={words().conversations} class="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
      <Show when={conversations()?.length === 0}>
        <p class="px-2.5 py-2 text-muted">{words().noConversations}</p>
      </Show>
      <ul>
        <For each={conversations()}>{(conversation) => <ConversationLink conversation={conversation} />}</For>
      </ul>
    </nav>
  );
}

function ConversationLink(props: { conversation: ConversationSummary }) {
  return (
    <li>
      <A
        href={`/c/${props.conversation.id}`}
        class="flex h-9 items-center gap-2 rounded-control px-2.5 text-muted transition-colors hover:bg-line/60 hover:text-text aria-[current=page]:bg-line aria-[current=page]:text-text wide:h-8"
        title={props.conversation.title}
        data-testid="conversation-link"
      >
        <span class="min-w-0 flex-1 truncate">{props.conversation.title}</span>
        <Show when={props.conversation.isRunning}>
          <span class="size-1.5 shrink-0 animate-pulse rounded-full bg-running">
            <span class="sr-only">{words().answerUnderWay}</span>
          </span>
        </Show>
      </A>
    </li>
  );
}
