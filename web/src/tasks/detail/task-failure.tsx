import type { WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import { useQuery } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { Button } from '../../controls/button.tsx';
import { askFor } from '../../queries.tsx';
import { useServices } from '../../services.ts';
import { explainCode } from '../../words/explain-code.ts';
import type { TaskActions } from './create-task-actions.ts';
import { words } from './words.ts';

/** The error of a task that failed, whole and above everything; and a way on where it was given up with text. */
export function TaskFailure(props: { task: WorkflowReply; actions: TaskActions }) {
  return (
    <Show when={props.task.error}>
      {(error) => (
        <section
          aria-label={words().whatFailed}
          class="flex flex-col items-start gap-2 rounded-card border border-line border-s-4 border-s-failed bg-raised px-4 py-3"
          data-testid="task-failure"
        >
          <p class="font-medium text-failed">{explainCode(error().code)}</p>
          <p class="font-mono text-meta wrap-anywhere whitespace-pre-wrap">
            <span translate="no">
              {error().code}: {error().message}
            </span>
          </p>
          <DeadLetter taskId={props.task.task_id} actions={props.actions} />
        </section>
      )}
    </Show>
  );
}

function DeadLetter(props: { taskId: string; actions: TaskActions }) {
  const services = useServices();
  const query = useQuery(() => ({
    queryKey: ['dead-letter', props.taskId],
    queryFn: askFor(services, () => services.client.api.deadLetters.show(props.taskId)),
    staleTime: Infinity,
  }));
  return (
    <Show when={query.isSuccess && query.data}>
      {(letter) => (
        <div class="flex flex-wrap items-center gap-3" data-testid="dead-letter">
          <span class="text-muted">{words().keptText(letter().kept_characters)}</span>
          <Button
            label={words().continueKept}
            onClick={() => void props.actions.continueKept()}
            isDisabled={props.actions.isBusy()}
            testId="continue-kept"
          />
        </div>
      )}
    </Show>
  );
}
