import { createEffect, createSignal, onMount } from 'solid-js';
import { words } from '../words/words.ts';

interface MessageFieldProps {
  text: string;
  onWrite: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** A field as high as what is written in it, up to two fifths of the screen. */
export function MessageField(props: MessageFieldProps) {
  const [field, setField] = createSignal<HTMLTextAreaElement>();
  createEffect(() => {
    const area = field();
    const { text } = props;
    if (!area) return;
    area.style.height = 'auto';
    if (text !== '') area.style.height = `${area.scrollHeight}px`;
  });
  onMount(() => {
    // On a phone the keyboard would cover half of what is to be read.
    if (matchMedia('(pointer: fine)').matches) field()?.focus();
  });
  return (
    <textarea
      ref={setField}
      id="composer"
      data-testid="composer"
      class="max-h-[40dvh] min-h-9 min-w-0 flex-1 resize-none bg-transparent py-1.5 text-chat outline-none placeholder:text-muted max-wide:text-[16px]"
      rows="1"
      aria-label={words.message}
      placeholder={words.messagePlaceholder}
      title={words.composerHint}
      enterkeyhint="send"
      value={props.text}
      onInput={(event) => props.onWrite(event.currentTarget.value)}
      onKeyDown={(event) => props.onKeyDown(event)}
    />
  );
}
