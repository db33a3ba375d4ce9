import type { ParentProps } from 'solid-js';

/** One of the pages of the settings: its heading, what it is about, and the settings. */
export function Pane(props: ParentProps<{ title: string; text?: string }>) {
  return (
    <section class="min-w-0 flex-1 pb-16" aria-label={props.title}>
      <h2 class="text-title font-semibold">{props.title}</h2>
      <p class="mt-1 max-w-column text-pretty text-muted empty:hidden">{props.text}</p>
      <div class="mt-4">{props.children}</div>
    </section>
  );
}
