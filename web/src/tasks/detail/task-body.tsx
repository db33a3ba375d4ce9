import type { WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { FaultNotice } from '../../controls/fault-notice.tsx';
import { Notice } from '../../controls/notice.tsx';
import { Skeleton } from '../../controls/skeleton.tsx';
import { TextLink } from '../../controls/text-link.tsx';
import { formatCount } from '../../words/format.ts';
import { createLiveWorkers } from '../create-live-workers.ts';
import { EventsTab } from '../events/events-tab.tsx';
import { IoTab } from '../io/io-tab.tsx';
import { measureHeight } from '../measure-height.ts';
import { hrefOfTask, type TaskAddress, type TaskTab } from '../task-address.ts';
import { TimelineTab } from '../timeline/timeline-tab.tsx';
import { WorkerNotice } from '../worker-notice.tsx';
import type { TaskActions } from './create-task-actions.ts';
import type { TaskView } from './create-task-view.ts';
import { NowCard } from './now-card.tsx';
import { TabLinks } from './tab-links.tsx';
import { TaskFacts } from './task-facts.tsx';
import { TaskFailure } from './task-failure.tsx';
import { TaskHeader } from './task-header.tsx';
import { words } from './words.ts';

interface TaskBodyProps {
  taskId: string;
  view: TaskView;
  actions: TaskActions;
  address: TaskAddress & { tab: TaskTab };
  onCancel: () => void;
}

export function TaskBody(props: TaskBodyProps) {
  const [scroller, setScroller] = createSignal<HTMLElement>();
  const isMissing = () => {
    const fault = props.view.fault();
    return fault?.kind === 'problem' && (fault.status === 404 || fault.status === 410);
  };
  return (
    <main
      id="main"
      tabindex="-1"
      ref={setScroller}
      class="min-w-0 flex-1 overflow-y-auto px-3 wide:px-5"
      data-testid="task"
    >
      <Switch fallback={<Skeleton />}>
        <Match when={isMissing()}>
          <Notice text={words().missing} testId="missing-task">
            <TextLink label={words().backToTasks} href="/tasks" />
          </Notice>
        </Match>
        <Match when={props.view.fault()}>
          {(fault) => <FaultNotice fault={fault()} onTryAgain={props.view.refresh} />}
        </Match>
        <Match when={props.view.task()}>
          {(task) => (
            <Show when={scroller()}>
              {(element) => <KnownTask {...props} task={task()} scroller={element()} />}
            </Show>
          )}
        </Match>
      </Switch>
    </main>
  );
}

function KnownTask(props: TaskBodyProps & { task: WorkflowReply; scroller: HTMLElement }) {
  const workers = createLiveWorkers();
  const [top, setTop] = createSignal<HTMLElement>();
  const topHeight = measureHeight(top);
  const hrefOf = (seq: number): string => hrefOfTask(props.taskId, { ...props.address, ev: seq });
  const log = () => props.view.log;
  const countOf = (tab: TaskTab): string => (tab === 'events' ? formatCount(lastSeq()) : '');
  const lastSeq = (): number => log().entries().at(-1)?.seq ?? props.task.seq;
  return (
    <>
      <div ref={setTop}>
        <div class="flex flex-col gap-4 pt-4">
          <TaskFailure task={props.task} actions={props.actions} />
          <TaskHeader task={props.task} actions={props.actions} onCancel={props.onCancel} />
          <Show when={!props.view.isOver()}>
            <WorkerNotice workers={workers} />
          </Show>
          <NowCard view={props.view} workers={workers} />
          <TaskFacts task={props.task} />
          <Show when={log().isGone()}>
            <p class="text-muted">{words().logGone}</p>
          </Show>
        </div>
        <div class="mt-3 border-b border-line">
          <TabLinks taskId={props.taskId} address={props.address} countOf={countOf} />
        </div>
      </div>
      <Switch>
        <Match when={props.address.tab === 'timeline'}>
          <TimelineTab view={props.view} selected={props.address.ev} hrefOf={hrefOf} />
        </Match>
        <Match when={props.address.tab === 'events'}>
          <EventsTab
            taskId={props.taskId}
            log={log()}
            attempts={props.task.attempts}
            selected={props.address.ev}
            hrefOf={hrefOf}
            scroller={props.scroller}
            offsetTop={topHeight()}
          />
        </Match>
        <Match when={props.address.tab === 'io'}>
          <IoTab task={props.task} entries={log().entries()} />
        </Match>
      </Switch>
    </>
  );
}
