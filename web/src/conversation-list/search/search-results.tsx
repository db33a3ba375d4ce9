import { A } from '@solidjs/router';
import type { ConversationSummary } from '@continuo/shared/protocol/conversation-api';
import { createEffect, For, Show } from 'solid-js';
import { FaultNotice } from '../../controls/fault-notice.tsx';
import { TextButton } from '../../controls/text-button.tsx';
import { useServices } from '../../services.ts';
import { pageWords } from '../../words/page-words.ts';
import { createConversationSearch } from './create-conversation-search.ts';
import { SnippetText } from './snippet-text.tsx';
import { words } from '../words.ts';

/** Where the words that are being typed were found. */
export function SearchResults(props: { query: string }) {
  const { announcer } = useServices();
  const search = createConversationSearch(() => props.query);
  createEffect(() => {
    const found = search.found();
    if (!found) return;
    const count = found.rows.length;
    announcer.say(
      count === 0 ? words().noneFound(found.query) : words().found(count, found.nextBefore === null),
    );
  });
  return (
    <div aria-busy={search.isSearching()} data-testid="search-results">
      <Show when={search.fault()}>{(fault) => <FaultNotice fault={fault()} />}</Show>
      <Show when={search.found()}>
        {(found) => (
          <>
            <Show when={found().rows.length === 0}>
              <p class="px-2.5 py-2 text-muted" data-testid="none-found">
                {words().noneFound(found().query)}
              </p>
            </Show>
            <ul>
              <For each={found().rows}>{(row) => <FoundRow conversation={row} />}</For>
            </ul>
            <Show when={found().nextBefore}>
              <p class="px-2.5 py-2">
                <TextButton label={pageWords().more} onClick={search.readMore} />
              </p>
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}

/** The conversation, and the places in it: each leads there. */
function FoundRow(props: { conversation: ConversationSummary }) {
  const at = (taskId?: string): string =>
    `/c/${props.conversation.conversation_id}${taskId === undefined ? '' : `?m=${taskId}`}`;
  return (
    <li class="pb-1" data-testid="found">
      <A
        href={at(props.conversation.hits[0]?.task_id)}
        class="flex h-8 items-center rounded-control px-2.5 hover:bg-line/60 pointer-coarse:h-11"
        activeClass=""
        inactiveClass=""
        title={props.conversation.title}
        data-testid="conversation-link"
      >
        <span class="truncate">{props.conversation.title}</span>
      </A>
      <For each={props.conversation.hits}>
        {(hit) => (
          <A
            href={at(hit.task_id)}
            class="block rounded-control px-2.5 py-1 text-meta text-muted hover:bg-line/60"
            activeClass=""
            inactiveClass=""
            data-testid="snippet"
          >
            <SnippetText snippet={hit.snippet} />
          </A>
        )}
      </For>
    </li>
  );
}
