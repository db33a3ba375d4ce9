import { createEffect, createSignal, Show, untrack } from 'solid-js';
import { ConfirmDialog } from '../../controls/confirm-dialog.tsx';
import { useShortcuts } from '../../palette/use-shortcuts.ts';
import { ConnectionBar } from '../../shell/connection/connection-bar.tsx';
import { PageHeader } from '../../shell/page-header.tsx';
import { pageWords } from '../../words/page-words.ts';
import { EventPane } from '../events/event-pane.tsx';
import { firstLine } from '../list/task-cells.tsx';
import { words as listWords } from '../list/words.ts';
import { hrefOfTask } from '../task-address.ts';
import { createTaskActions } from './create-task-actions.ts';
import { createTaskView } from './create-task-view.ts';
import { TaskBody } from './task-body.tsx';
import { BackLink, ListSteps } from './task-header.tsx';
import { useNeighbours } from './use-neighbours.ts';
import { useTaskAddress } from './use-task-address.ts';

export function TaskScreen(props: { taskId: string }) {
  const { taskId } = props;
  const { address, listHref, goTo } = useTaskAddress(taskId);
  const view = createTaskView(taskId);
  const actions = createTaskActions(taskId, view.refresh);
  const [isAsking, setAsking] = createSignal(false);
  const neighbours = useNeighbours({
    taskId,
    listName: () => address().in ?? '',
    tab: () => address().tab,
  });
  useShortcuts({
    next: () => neighbours.goTo(neighbours.next()),
    previous: () => neighbours.goTo(neighbours.previous()),
    cancelTask: () => setAsking(!view.isOver() && view.task() !== undefined),
    runAgain: () => void actions.runAgain(),
  });
  // A link may lead to an entry that is far from the end.
  createEffect(() => {
    const seq = address().ev;
    if (seq !== undefined && !view.log.isLoading()) void untrack(() => view.log.readBackTo(seq));
  });
  const entryOf = (seq: number) => view.log.entries().find((entry) => entry.seq === seq);

  return (
    <>
      <PageHeader
        title={firstLine(view.task()?.prompt ?? '') || pageWords().task}
        before={<BackLink href={listHref()} />}
      >
        <ListSteps neighbours={neighbours} />
      </PageHeader>
      <ConnectionBar isBusy={false} />
      <div class="flex min-h-0 flex-1">
        <TaskBody
          taskId={taskId}
          view={view}
          actions={actions}
          address={address()}
          onCancel={() => setAsking(true)}
        />
        <Show when={address().ev}>
          {(seq) => (
            <EventPane
              seq={seq()}
              entry={entryOf(seq())}
              isReading={view.log.isLoading() || view.log.isReadingEarlier()}
              href={hrefOfTask(taskId, { tab: 'events', ev: seq() })}
              onClose={() => goTo({ ev: undefined })}
            />
          )}
        </Show>
      </div>
      <ConfirmDialog
        isOpen={isAsking()}
        title={listWords().cancelTitle(1)}
        text={listWords().cancelMeaning}
        action={listWords().cancelSelected(1)}
        onConfirm={() => void actions.cancel()}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
