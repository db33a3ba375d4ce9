import { A } from '@solidjs/router';
import ChevronDown from 'lucide-solid/icons/chevron-down';
import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronUp from 'lucide-solid/icons/chevron-up';
import MessageSquare from 'lucide-solid/icons/message-square';
import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import Square from 'lucide-solid/icons/square';
import type { WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import { Show } from 'solid-js';
import { Button } from '../../controls/button.tsx';
import { CopyButton } from '../../controls/copy-button.tsx';
import { IconButton } from '../../controls/icon-button.tsx';
import type { Icon } from '../../controls/icon.ts';
import { TaskMark } from '../task-mark.tsx';
import type { TaskActions } from './create-task-actions.ts';
import type { Neighbours } from './use-neighbours.ts';
import { words } from './words.ts';

interface TaskHeaderProps {
  task: WorkflowReply;
  actions: TaskActions;
  onCancel: () => void;
}

/** Which task it is, how it stands, and what can be done with it. */
export function TaskHeader(props: TaskHeaderProps) {
  const task = () => props.task;
  const isCancelling = () => task().cancel_requested || props.actions.isCancelling();
  const canCancel = () => !isTerminal(task().status);
  return (
    <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
      <span class="text-chat font-medium" data-testid="task-status" data-status={task().status}>
        <TaskMark status={task().status} isCancelling={isCancelling()} />
      </span>
      <span class="flex min-w-0 items-center gap-1">
        <code class="truncate font-mono text-meta text-muted" data-testid="task-id">
          {task().task_id}
        </code>
        <CopyButton text={task().task_id} label={words().copyId} isBare />
      </span>
      <span class="ms-auto flex flex-wrap gap-2">
        <A
          href={`/c/${task().conversation_id}?m=${task().task_id}`}
          class="target inline-flex h-8 items-center gap-2 rounded-control border border-control bg-raised px-3 font-medium transition hover:border-text"
          data-testid="open-chat"
        >
          <MessageSquare size={14} aria-hidden="true" />
          {words().openChat}
        </A>
        <Button
          icon={RotateCcw}
          label={words().runAgain}
          onClick={() => void props.actions.runAgain()}
          isDisabled={props.actions.isBusy()}
          testId="run-again"
        />
        <Show when={canCancel()}>
          <Button
            icon={Square}
            kind="danger"
            label={words().cancelTask}
            onClick={() => props.onCancel()}
            isDisabled={isCancelling()}
            testId="cancel-task"
          />
        </Show>
      </span>
    </div>
  );
}

/** In the line above the page: back to the list, and along it. */
export function ListSteps(props: { neighbours: Neighbours }) {
  return (
    <span class="flex">
      <Step
        icon={ChevronUp}
        label={words().previous}
        href={props.neighbours.previous()}
        neighbours={props.neighbours}
      />
      <Step
        icon={ChevronDown}
        label={words().next}
        href={props.neighbours.next()}
        neighbours={props.neighbours}
      />
    </span>
  );
}

function Step(props: { icon: Icon; label: string; href: string | undefined; neighbours: Neighbours }) {
  return (
    <IconButton
      icon={props.icon}
      label={props.label}
      isDisabled={props.href === undefined}
      onClick={() => props.neighbours.goTo(props.href)}
    />
  );
}

export function BackLink(props: { href: string }) {
  return (
    <A
      href={props.href}
      class="target grid size-8 shrink-0 place-items-center rounded-control text-muted transition-colors hover:bg-panel hover:text-text"
      aria-label={words().backToTasks}
      title={words().backToTasks}
      data-testid="back-to-tasks"
    >
      <ChevronLeft size={18} aria-hidden="true" />
    </A>
  );
}
