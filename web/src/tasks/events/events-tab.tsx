import type { WorkflowAttempt } from '@continuo/shared/protocol/workflow-api';
import { createMemo, createSignal, Show } from 'solid-js';
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid';
import { Notice } from '../../controls/notice.tsx';
import { Skeleton } from '../../controls/skeleton.tsx';
import { TextButton } from '../../controls/text-button.tsx';
import type { TaskLog } from '../detail/create-task-log.ts';
import { measureHeight } from '../measure-height.ts';
import { Row, RowGroup } from '../table-parts.tsx';
import { DownloadButton } from './download-button.tsx';
import { EventHead, EventRow } from './event-row.tsx';
import { goToEvent } from './go-to-event.ts';
import { groupEntries } from './group-entries.ts';
import { words } from './words.ts';

interface EventsTabProps {
  taskId: string;
  log: TaskLog;
  attempts: readonly WorkflowAttempt[];
  /** The entry that is shown beside them. */
  selected: number | undefined;
  hrefOf: (seq: number) => string;
  scroller: HTMLElement;
  /** Height of what stands above the tab in the same scroller, px. */
  offsetTop: number;
}

/** Every entry of the log, chunks that follow one another in one line. */
export function EventsTab(props: EventsTabProps) {
  const [opened, setOpened] = createSignal<ReadonlySet<number>>(new Set<number>());
  const [top, setTop] = createSignal<HTMLElement>();
  const [handle, setHandle] = createSignal<VirtualizerHandle>();
  const topHeight = measureHeight(top);
  const lines = createMemo(() => groupEntries(props.log.entries(), (key) => opened().has(key)));
  const toggle = (key: number): void => {
    setOpened((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  };

  goToEvent({ seq: () => props.selected, lines, handle, openGroup: toggle });

  return (
    <Show when={!props.log.isLoading()} fallback={<Skeleton />}>
      <div ref={setTop}>
        <div class="flex flex-wrap items-center gap-3 py-2">
          <Show when={props.log.hasEarlier()}>
            <span class="text-muted" data-testid="tail-note">
              {words().earlier(props.log.entries()[0]?.seq ?? 1)}
            </span>
            <TextButton label={words().readEarlier} onClick={() => void props.log.readEarlier()} />
          </Show>
          <span class="ms-auto">
            <DownloadButton taskId={props.taskId} />
          </span>
        </div>
      </div>
      <Show when={lines().length > 0} fallback={<Notice text={words().none} />}>
        <div
          role="table"
          class="@container"
          aria-label={words().events}
          aria-rowcount={-1}
          data-testid="events"
        >
          <EventHead />
          <Virtualizer
            ref={(value) => setHandle(() => value)}
            data={lines()}
            scrollRef={props.scroller}
            startMargin={props.offsetTop + topHeight()}
            as={RowGroup}
            item={Row}
          >
            {(line) => (
              <EventRow
                line={line}
                attempts={props.attempts}
                selected={props.selected}
                hrefOf={props.hrefOf}
                onToggle={toggle}
              />
            )}
          </Virtualizer>
        </div>
      </Show>
    </Show>
  );
}
