import type { ParentProps } from 'solid-js';

/** A screen or pane that has nothing (yet), or cannot show it: one sentence, and what to do about it. */
export function Notice(props: ParentProps<{ text: string; isFault?: boolean; testId?: string }>) {
  return (
    <div
      class="m-auto flex max-w-column flex-col items-center gap-3 p-8 text-center text-balance text-muted"
      role={props.isFault ? 'alert' : undefined}
      data-testid={props.testId}
    >
      <p classList={{ 'text-text': props.isFault }}>{props.text}</p>
      {props.children}
    </div>
  );
}
