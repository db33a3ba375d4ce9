import Check from 'lucide-solid/icons/check';
import Copy from 'lucide-solid/icons/copy';
import { createSignal, onCleanup, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { pageWords } from '../words/page-words.ts';
import { copyText } from './copy-text.ts';

interface CopyButtonProps {
  text: string;
  /** What is copied: "Copy the answer". */
  label: string;
  /** The drawing alone. */
  isBare?: boolean;
  testId?: string;
}

const SAY_COPIED_MS = 1_500;
type State = 'idle' | 'copied' | 'failed';

export function CopyButton(props: CopyButtonProps) {
  const [state, setState] = createSignal<State>('idle');
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const copy = async (): Promise<void> => {
    setState((await copyText(props.text)) ? 'copied' : 'failed');
    clearTimeout(timer);
    timer = setTimeout(() => setState('idle'), SAY_COPIED_MS);
  };
  return (
    <button
      type="button"
      class="target inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control px-2 transition-colors hover:bg-panel hover:text-text"
      aria-label={props.label}
      title={props.label}
      onClick={() => void copy()}
      data-testid={props.testId}
    >
      <Dynamic component={state() === 'copied' ? Check : Copy} size={14} aria-hidden="true" />
      <Show when={!props.isBare}>{labelOf(state())}</Show>
    </button>
  );
}

function labelOf(state: State): string {
  const { copy, copied, copyFailed } = pageWords();
  return { idle: copy, copied, failed: copyFailed }[state];
}
