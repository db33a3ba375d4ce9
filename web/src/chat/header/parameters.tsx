import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal';
import { Show, Suspense } from 'solid-js';
import { Popover } from '../../controls/popover.tsx';
import { lazyPart } from '../../lazy-part.ts';
import type { Conversation } from '../../conversation/conversation.ts';
import { useShortcuts } from '../../palette/use-shortcuts.ts';
import { formatCount } from '../../words/format.ts';
import { words } from '../words.ts';

const ParameterFields = lazyPart(
  async () => (await import('./parameters/parameter-fields.tsx')).ParameterFields,
);

/** The button of a conversation's parameters: with the temperature on it, where one is set. */
export function Parameters(props: { conversation: Conversation }) {
  const settings = () => props.conversation.settings();
  const trigger = (
    <>
      <SlidersHorizontal size={16} aria-hidden="true" />
      <Show when={settings()?.temperature !== undefined}>
        <span class="tabular max-wide:hidden">{formatCount(settings()?.temperature ?? 0)}</span>
      </Show>
    </>
  );
  let button: HTMLButtonElement | undefined;
  useShortcuts({ settings: () => button?.click() });
  return (
    <Popover
      label={words().parameters}
      trigger={trigger}
      isBare
      class="flex h-8 min-w-8 shrink-0 items-center justify-center gap-1.5 rounded-control px-2 text-muted transition-colors hover:bg-panel hover:text-text aria-expanded:bg-panel aria-expanded:text-text"
      onButton={(element) => (button = element)}
      testId="parameters"
    >
      <Suspense>
        <ParameterFields conversation={props.conversation} />
      </Suspense>
    </Popover>
  );
}
