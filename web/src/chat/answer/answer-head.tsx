import { Show, Suspense } from 'solid-js';
import { Badge } from '../../controls/badge.tsx';
import { Popover } from '../../controls/popover.tsx';
import { lazyPart } from '../../lazy-part.ts';
import type { TurnStatus } from '../../conversation/turns/turn-status.ts';
import { useServices } from '../../services.ts';
import { words } from '../words.ts';

const CachedDetails = lazyPart(async () => (await import('./details/cached-details.tsx')).CachedDetails);

interface AnswerHeadProps {
  id: string;
  provider: string;
  model: string;
  status: TurnStatus;
  taskId: string | undefined;
  sourceTaskId: string | undefined;
  onAnswerFresh: () => void;
}

/** Who answers, and whether it is a new answer. */
export function AnswerHead(props: AnswerHeadProps) {
  const { offer } = useServices();
  const isSimulated = () => offer.isSimulated(props.provider);
  return (
    <div id={props.id} class="mb-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-meta text-muted">
      <span class="sr-only">{words().answer}</span>
      <span class="min-w-0 truncate font-medium text-text">{props.model}</span>
      <Show when={isSimulated()}>
        <Badge
          label={words().simulator}
          title={words().simulatorMeaning}
          class="border-control text-muted"
          testId="simulator"
        />
      </Show>
      <Show when={props.status === 'cached' && props.taskId}>
        {(taskId) => (
          <Popover
            label={words().cachedDetails}
            trigger={words().cached}
            class="rounded-full border border-cached px-2 leading-[18px] font-medium text-cached transition-colors hover:bg-panel"
            testId="cached"
          >
            <Suspense>
              <CachedDetails
                taskId={taskId()}
                sourceTaskId={props.sourceTaskId}
                onAnswerFresh={props.onAnswerFresh}
              />
            </Suspense>
          </Popover>
        )}
      </Show>
      <Show when={props.status === 'complete'}>
        <Badge
          label={words().fresh}
          title={words().freshMeaning}
          class="border-line text-muted"
          testId="fresh"
        />
      </Show>
    </div>
  );
}
