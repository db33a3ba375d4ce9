import { Show } from 'solid-js';
import type { TurnStatus } from '../conversation/turn-status.ts';
import { useServices } from '../services.ts';
import { words } from './words.ts';
import { Badge } from '../controls/badge.tsx';

/** Who answers, and whether it is a new answer. */
export function AnswerHead(props: { provider: string; model: string; status: TurnStatus }) {
  const { offer } = useServices();
  const isSimulated = () => offer.isSimulated(props.provider);
  return (
    <p class="mb-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-meta text-muted">
      <span class="min-w-0 truncate font-medium text-text">{props.model}</span>
      <Show when={isSimulated()}>
        <Badge
          label={words().simulator}
          title={words().simulatorMeaning}
          class="border-control text-muted"
          testId="simulator"
        />
      </Show>
      <Show when={props.status === 'cached'}>
        <Badge
          label={words().cached}
          title={words().cachedMeaning}
          class="border-cached text-cached"
          testId="cached"
        />
      </Show>
      <Show when={props.status === 'complete'}>
        <Badge
          label={words().fresh}
          title={words().freshMeaning}
          class="border-line text-muted"
          testId="fresh"
        />
      </Show>
    </p>
  );
}
