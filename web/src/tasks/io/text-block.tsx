import { createSignal, Show } from 'solid-js';
import { TextButton } from '../../controls/text-button.tsx';
import { words } from './words.ts';

/** More is not shown unasked: a page of megabytes is none that can be read. */
const SHOWN_CHARS_MAX = 64 * 1024;

export function TextBlock(props: {
  text: string;
  isWrapped: boolean;
  /** Something for people, not for programs. */
  isProse?: boolean;
  testId?: string;
}) {
  const [isWhole, setWhole] = createSignal(false);
  const isLong = () => props.text.length > SHOWN_CHARS_MAX;
  const shown = () => (isLong() && !isWhole() ? props.text.slice(0, SHOWN_CHARS_MAX) : props.text);
  return (
    <>
      <pre
        class="overflow-x-auto"
        classList={{
          'font-mono text-ui': !props.isProse,
          'font-sans text-chat': props.isProse,
          'whitespace-pre-wrap wrap-anywhere': props.isWrapped,
        }}
        tabindex="0"
        data-testid={props.testId}
      >
        {shown()}
      </pre>
      <Show when={isLong() && !isWhole()}>
        <p class="mt-2 flex gap-3 text-muted">
          {words().long(Math.round(props.text.length / 1024))}
          <TextButton label={words().showWhole} onClick={() => setWhole(true)} />
        </p>
      </Show>
    </>
  );
}
