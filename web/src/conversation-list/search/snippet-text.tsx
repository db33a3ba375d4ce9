import type { Snippet } from '@continuo/shared/protocol/conversation-api';
import { For, Show } from 'solid-js';

/** A place in a conversation, with the words that were looked for marked. */
export function SnippetText(props: { snippet: Snippet }) {
  return (
    <span class="line-clamp-2 break-words">
      <For each={props.snippet}>
        {(piece) => (
          <Show when={piece.match} fallback={piece.text}>
            <mark class="rounded-[3px] bg-accent/20 font-medium text-text">{piece.text}</mark>
          </Show>
        )}
      </For>
    </span>
  );
}
