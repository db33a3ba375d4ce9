import Ban from 'lucide-solid/icons/ban';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleX from 'lucide-solid/icons/circle-x';
import Clock from 'lucide-solid/icons/clock';
import LoaderCircle from 'lucide-solid/icons/loader-circle';
import Zap from 'lucide-solid/icons/zap';
import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { For } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Icon } from '../controls/icon.ts';
import { formatCount } from '../words/format.ts';
import { countEnded, partProgress, PROGRESS_PARTS, type ProgressPart } from './progress.ts';
import { words } from './words.ts';

const LOOKS: Record<ProgressPart, { icon: Icon; bar: string; text: string }> = {
  completed: { icon: CircleCheck, bar: 'bg-completed', text: 'text-completed' },
  cached: { icon: Zap, bar: 'bg-cached', text: 'text-cached' },
  failed: { icon: CircleX, bar: 'bg-failed', text: 'text-failed' },
  cancelled: { icon: Ban, bar: 'bg-cancelled', text: 'text-cancelled' },
  running: { icon: LoaderCircle, bar: 'bg-running', text: 'text-running' },
  waiting: { icon: Clock, bar: 'bg-transparent', text: 'text-muted' },
};

/** How the lines of a batch stand, each part as wide as it is large. What it shows is said by `ProgressWords`, too. */
export function ProgressBar(props: { batch: BatchReply }) {
  const parts = () => partProgress(props.batch.progress);
  const shown = () => PROGRESS_PARTS.filter((part) => parts()[part] > 0);
  return (
    <div
      class="flex h-2.5 w-full gap-px overflow-hidden rounded-full bg-line"
      role="progressbar"
      aria-label={words().progressOf(props.batch.name)}
      aria-valuemin={0}
      aria-valuemax={props.batch.progress.total}
      aria-valuenow={countEnded(props.batch.progress)}
      aria-valuetext={shown()
        .map((part) => `${formatCount(parts()[part])} ${words().parts[part]}`)
        .join(', ')}
      data-testid="progress"
    >
      <For each={shown()}>
        {(part) => (
          <div
            class={`min-w-[3px] transition-[flex-grow] ${LOOKS[part].bar}`}
            style={{ 'flex-grow': parts()[part], 'flex-basis': 0 }}
            title={`${formatCount(parts()[part])} ${words().parts[part]}`}
          />
        )}
      </For>
    </div>
  );
}

/** The same in figures and words. */
export function ProgressWords(props: { batch: BatchReply }) {
  const parts = () => partProgress(props.batch.progress);
  return (
    <ul class="flex flex-wrap gap-x-4 gap-y-1 text-meta tabular">
      <For each={PROGRESS_PARTS.filter((part) => parts()[part] > 0)}>
        {(part) => (
          <li
            class={`inline-flex items-center gap-1.5 ${LOOKS[part].text}`}
            data-part={part}
            data-count={parts()[part]}
          >
            <Dynamic component={LOOKS[part].icon} size={13} aria-hidden="true" />
            {formatCount(parts()[part])} {words().parts[part]}
          </li>
        )}
      </For>
    </ul>
  );
}
