import { Match, Switch } from 'solid-js';
import type { ConversationMark } from '../listed/listed-conversation.ts';
import { words } from '../words.ts';

/** What a conversation is marked with: by form, colour and word. */
export function MarkDot(props: { mark: ConversationMark | undefined }) {
  return (
    <Switch>
      <Match when={props.mark === 'running'}>
        <span
          class="size-3 shrink-0 animate-spin rounded-full border-[1.5px] border-running border-e-transparent"
          aria-hidden="true"
        />
      </Match>
      <Match when={props.mark === 'unread'}>
        <span class="m-0.5 size-2 shrink-0 rounded-full bg-accent" aria-hidden="true" />
      </Match>
      <Match when={props.mark === 'failed'}>
        <span class="grid size-3 shrink-0 place-items-center font-semibold text-failed" aria-hidden="true">
          !
        </span>
      </Match>
    </Switch>
  );
}

export function MarkWord(props: { mark: ConversationMark | undefined }) {
  return <span class="sr-only">{props.mark && words()[props.mark]}</span>;
}
