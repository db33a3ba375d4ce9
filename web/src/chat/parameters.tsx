import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal';
import { lazy, Suspense } from 'solid-js';
import { Popover } from '../controls/popover.tsx';
import type { Conversation } from '../conversation/conversation.ts';
import { useShortcuts } from '../palette/use-shortcuts.ts';
import { words } from './words.ts';

const ParameterFields = lazy(async () => ({
  default: (await import('./parameter-fields.tsx')).ParameterFields,
}));

/** The button of a conversation's parameters: with the temperature on it, where one is set. */
export function Parameters(props: { conversation: Conversation }) {
  const settings = () => props.conversation.settings();
  const trigger = (
    <>
      <SlidersHorizontal size={16} aria-hidden="true" />
      <span class="tabular max-wide:hidden">{settings()?.temperature?.toFixed(1)}</span>
    </>
  );
  useShortcuts({ settings: () => document.querySelector<HTMLElement>('[data-testid=parameters]')?.click() });
  return (
    <Popover
      label={words().parameters}
      trigger={trigger}
      isBare
      class="flex h-8 min-w-8 shrink-0 items-center justify-center gap-1.5 rounded-control px-2 text-muted transition-colors hover:bg-panel hover:text-text aria-expanded:bg-panel aria-expanded:text-text"
      testId="parameters"
    >
      <Suspense>
        <ParameterFields conversation={props.conversation} />
      </Suspense>
    </Popover>
  );
}
