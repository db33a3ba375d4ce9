import { estimateTokens } from '@continuo/shared/protocol/estimate-tokens';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import Clock from 'lucide-solid/icons/clock';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Conversation } from '../../conversation/conversation.ts';
import { isShortcut } from '../../palette/is-shortcut.ts';
import { loadDraft, saveDraft } from './draft.ts';
import { MessageField } from './message-field.tsx';
import { StopButton } from './stop-button.tsx';
import { createStopPatience } from './create-stop-patience.ts';
import { words } from '../words.ts';

interface ComposerProps {
  conversation: Conversation;
  draftKey: string;
  /** @returns whether it was taken */
  onSend: (prompt: string) => boolean;
}

/** Where the next message is written. What is written stays until it was taken, whatever happens to the page. */
export function Composer(props: ComposerProps) {
  const [text, setText] = createSignal(loadDraft(props.draftKey));
  const mode = () => props.conversation.sendMode();
  const isBlank = () => text().trim() === '';

  const write = (next: string): void => {
    setText(next);
    saveDraft(props.draftKey, next);
  };
  const send = (): void => {
    const prompt = text().trim();
    if (prompt === '') return;
    const key = props.draftKey;
    if (!props.onSend(prompt)) return;
    setText('');
    saveDraft(key, '');
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isShortcut(event, 'stop') && props.conversation.canStop()) props.conversation.stop();
    if (!isShortcut(event, 'send')) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="relative mx-auto w-full max-w-column shrink-0 px-4 pt-2 pb-[max(24px,env(safe-area-inset-bottom))]"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="flex items-end gap-2 rounded-card border border-control bg-raised py-1.5 ps-4 pe-1.5 transition-colors focus-within:border-accent">
        <MessageField text={text()} onWrite={write} onKeyDown={onKeyDown} />
        <Show when={!isBlank()}>
          <span class="tabular self-center text-meta whitespace-nowrap text-muted" data-testid="estimate">
            {words().aboutTokens(estimateTokens(text()))}
          </span>
        </Show>
        <Show when={mode() !== 'send' && props.conversation.isBusy()}>
          <StopButton conversation={props.conversation} />
        </Show>
        <Show when={mode() !== 'wait'}>
          <SendButton
            isQueue={mode() === 'queue'}
            isDisabled={isBlank() || props.conversation.settings() === undefined}
          />
        </Show>
      </div>
      <ComposerNote conversation={props.conversation} isBlank={isBlank()} />
    </form>
  );
}

function SendButton(props: { isQueue: boolean; isDisabled: boolean }) {
  const label = () => (props.isQueue ? words().queue : words().send);
  return (
    <button
      type="submit"
      data-testid="send"
      class="target flex h-9 min-w-9 shrink-0 items-center justify-center gap-2 rounded-control bg-accent font-medium text-on-accent transition-opacity hover:opacity-90 disabled:bg-line disabled:text-muted"
      classList={{ 'px-3': props.isQueue }}
      aria-label={label()}
      title={label()}
      disabled={props.isDisabled}
    >
      <Dynamic
        component={props.isQueue ? Clock : ArrowUp}
        size={props.isQueue ? 14 : 18}
        stroke-width={2.25}
        aria-hidden="true"
      />
      <Show when={props.isQueue}>{label()}</Show>
    </button>
  );
}

/** One line below the field, which takes no room when it comes. */
function ComposerNote(props: { conversation: Conversation; isBlank: boolean }) {
  const isOverdue = createStopPatience(() => props.conversation.isStopping());
  return (
    <p
      class="absolute inset-x-0 bottom-1 truncate px-8 text-center text-meta text-muted"
      data-testid="composer-note"
    >
      <Switch>
        <Match when={isOverdue()}>{words().stillStopping}</Match>
        <Match when={props.conversation.sendMode() === 'queue'}>{words().queueHint}</Match>
        <Match when={props.conversation.sendMode() === 'wait' && !props.isBlank}>
          {words().waitForAnswer}
        </Match>
      </Switch>
    </p>
  );
}
