import { createEffect, createSignal, onMount } from 'solid-js';
import { words } from './words.ts';

const FIELD_ID = 'composer';

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
  onMount(focusMessageField);
  return (
    <textarea
      ref={setField}
      id={FIELD_ID}
      data-testid="composer"
      class="max-h-[40dvh] min-h-9 min-w-0 flex-1 resize-none bg-transparent py-1.5 text-chat outline-none placeholder:text-muted max-wide:text-[16px]"
      rows="1"
      aria-label={words().message}
      placeholder={words().messagePlaceholder}
      title={words().composerHint}
      enterkeyhint="send"
      value={props.text}
      onInput={(event) => props.onWrite(event.currentTarget.value)}
      onKeyDown={(event) => props.onKeyDown(event)}
    />
  );
}

/** Not on a phone: its keyboard would cover half of what is to be read. */
export function focusMessageField(): void {
  if (matchMedia('(pointer: fine)').matches) document.getElementById(FIELD_ID)?.focus();
}
