import ArrowUp from 'lucide-solid/icons/arrow-up';
import Square from 'lucide-solid/icons/square';
import { createSignal, Show } from 'solid-js';
import type { Conversation } from '../conversation/conversation.ts';
import { words } from './words.ts';
import { focusMessageField, MessageField } from './message-field.tsx';
import { loadDraft, saveDraft } from './draft.ts';

interface ComposerProps {
  conversation: Conversation;
  draftKey: string;
  canSend: boolean;
  /** @returns whether it was taken */
  onSend: (prompt: string) => boolean;
}

export function Composer(props: ComposerProps) {
  const [text, setText] = createSignal(loadDraft(props.draftKey));
  const isBusy = () => props.conversation.isBusy();

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
    if (event.key === 'Escape' && isBusy()) props.conversation.stop();
    // During the composition of a character Enter belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="relative mx-auto w-full max-w-column shrink-0 px-4 pt-2 pb-[max(16px,env(safe-area-inset-bottom))]"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="flex items-end gap-2 rounded-card border border-control bg-raised py-1.5 ps-4 pe-1.5 transition-colors focus-within:border-accent">
        <MessageField text={text()} onWrite={write} onKeyDown={onKeyDown} />
        <Show
          when={isBusy()}
          fallback={
            <button
              type="submit"
              data-testid="send"
              class="target grid size-9 shrink-0 place-items-center rounded-control bg-accent text-on-accent transition-opacity hover:opacity-90 disabled:bg-line disabled:text-muted"
              aria-label={words().send}
              disabled={text().trim() === '' || !props.canSend}
            >
              <ArrowUp size={18} stroke-width={2.25} aria-hidden="true" />
            </button>
          }
        >
          <StopButton conversation={props.conversation} />
        </Show>
      </div>
      <Show when={isBusy() && text().trim() !== ''}>
        <p class="absolute inset-x-0 bottom-0 px-8 text-meta text-muted">{words().waitForAnswer}</p>
      </Show>
    </form>
  );
}

function StopButton(props: { conversation: Conversation }) {
  const isStopping = () => props.conversation.isStopping();
  return (
    <button
      type="button"
      data-testid="stop"
      class="target flex h-9 shrink-0 items-center gap-2 rounded-control border border-control px-3 font-medium transition-colors hover:border-text disabled:border-line disabled:text-muted"
      disabled={isStopping() || !props.conversation.canStop()}
      onClick={() => {
        props.conversation.stop();
        // This button is about to go, and would take the focus with it.
        focusMessageField();
      }}
    >
      <Square size={12} fill="currentColor" aria-hidden="true" />
      {isStopping() ? words().stopping : words().stop}
    </button>
  );
}
