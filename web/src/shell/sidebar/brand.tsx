import { pageWords } from '../../words/page-words.ts';

/** The mark: a text that breaks off and goes on in another hand. */
export function Mark(props: { class?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      class={props.class}
      fill="none"
      stroke-width="3"
      stroke-linecap="round"
      aria-hidden="true"
    >
      <path d="M3 7h13M3 12h6" stroke="currentColor" />
      <path d="M14 12h7M3 17h9" class="stroke-accent" />
    </svg>
  );
}

export function Brand() {
  return (
    <span class="flex items-center gap-2 text-[15px] font-semibold tracking-[-0.01em]">
      <Mark class="size-5" />
      {pageWords().product}
    </span>
  );
}
