import type { StatusReply } from '@continuo/shared/protocol/http-api';
import { Show } from 'solid-js';
import { Button } from '../../../controls/button.tsx';
import { explainFault } from '../../../controls/fault-notice.tsx';
import { Skeleton } from '../../../controls/skeleton.tsx';
import { useServices } from '../../../services.ts';
import { formatAgo, formatDollars, formatDuration } from '../../../words/format.ts';
import { fetchOnce } from './fetch-once.ts';
import { words as chatWords } from '../../words.ts';
import { words } from './words.ts';

interface CachedDetailsProps {
  taskId: string;
  sourceTaskId: string | undefined;
  onAnswerFresh: () => void;
}

/** When the copied answer was written, what the copy saved, and the way to another. */
export function CachedDetails(props: CachedDetailsProps) {
  const services = useServices();
  const { api } = services.client;
  const { outcome } = fetchOnce(services, async () => {
    if (props.sourceTaskId !== undefined) return api.status(props.sourceTaskId);
    const own = await api.workflows.show(props.taskId);
    if (!own.ok) return own;
    return api.status(own.value.links.source_task_id ?? props.taskId);
  });
  return (
    <div class="flex w-72 max-w-full flex-col gap-3" data-testid="cached-details">
      <p>{words().cachedMeaning}</p>
      <Show when={outcome()} fallback={<Skeleton />}>
        {(known) => {
          const source = known();
          return (
            <p class="tabular text-muted" data-testid="saved">
              {source.ok ? describeSaving(source.value) : explainFault(source.fault)}
            </p>
          );
        }}
      </Show>
      <div>
        <Button label={words().answerFresh} onClick={props.onAnswerFresh} testId="answer-fresh" />
      </div>
    </div>
  );
}

function describeSaving({ created_at: asked, finished_at: end, usage, cost_usd: usd }: StatusReply): string {
  const saved = [
    ...(end === null ? [] : [formatDuration(end - asked)]),
    ...(usage ? [chatWords().tokens(usage.output_tokens)] : []),
    ...(usd === null ? [] : [formatDollars(usd)]),
  ];
  return words().cachedSince(formatAgo(Date.now() - (end ?? asked)), saved);
}
