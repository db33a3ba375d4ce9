import { createEffect, createSignal, onMount } from 'solid-js';

interface GrowingFieldProps {
  text: string;
  label: string;
  placeholder?: string;
  hint?: string;
  id?: string;
  class: string;
  testId: string;
  onWrite: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onReady?: (field: HTMLTextAreaElement) => void;
}

/** A field as high as what is written in it; its class sets the bounds. */
export function GrowingField(props: GrowingFieldProps) {
  const [field, setField] = createSignal<HTMLTextAreaElement>();
  createEffect(() => {
    const area = field();
    const { text } = props;
    if (!area) return;
    area.style.height = 'auto';
    if (text !== '') area.style.height = `${area.scrollHeight}px`;
  });
  onMount(() => {
    const area = field();
    if (area) props.onReady?.(area);
  });
  return (
    <textarea
      ref={setField}
      id={props.id}
      data-testid={props.testId}
      class={`resize-none bg-transparent text-chat outline-none placeholder:text-muted max-wide:text-[16px] ${props.class}`}
      rows="1"
      aria-label={props.label}
      placeholder={props.placeholder}
      title={props.hint}
      enterkeyhint="send"
      value={props.text}
      onInput={(event) => props.onWrite(event.currentTarget.value)}
      onKeyDown={(event) => props.onKeyDown(event)}
    />
  );
}
