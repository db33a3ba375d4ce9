import Maximize2 from 'lucide-solid/icons/maximize-2';
import ZoomIn from 'lucide-solid/icons/zoom-in';
import ZoomOut from 'lucide-solid/icons/zoom-out';
import { createMemo, createSignal, createUniqueId, For, Show } from 'solid-js';
import { IconButton } from '../../controls/icon-button.tsx';
import { Skeleton } from '../../controls/skeleton.tsx';
import { Switch } from '../../controls/switch.tsx';
import type { TaskView } from '../detail/create-task-view.ts';
import { layOutTimeline, type TimelineRow } from './layout-timeline.ts';
import { makeTimeScale } from './time-scale.ts';
import { TimelineChart } from './timeline-chart.tsx';
import { TimelineTable } from './timeline-table.tsx';
import { words } from './words.ts';

interface TimelineTabProps {
  view: TaskView;
  selected: number | undefined;
  hrefOf: (seq: number) => string;
}

const ZOOM_MAX = 64;

/** When what happened, and who waited for whom. */
export function TimelineTab(props: TimelineTabProps) {
  const [isIdleHidden, setIdleHidden] = createSignal(false);
  const [zoom, setZoom] = createSignal(1);
  const idleId = createUniqueId();
  const timeline = createMemo(() => {
    const task = props.view.task();
    return task && layOutTimeline(task, props.view.log.entries(), props.view.now());
  });
  /** By their names: a row that goes on stays the same element. */
  const keys = createMemo(() => timeline()?.rows.map(({ key }) => key) ?? [], [], {
    equals: (a, b) => a.join() === b.join(),
  });
  const rowOf = (key: string): TimelineRow | undefined => timeline()?.rows.find((row) => row.key === key);
  const zoomBy = (factor: number): void => {
    setZoom((before) => Math.max(1, Math.min(ZOOM_MAX, before * factor)));
  };
  return (
    <Show when={timeline() && !props.view.log.isLoading()} fallback={<Skeleton />}>
      <div class="flex flex-wrap items-center gap-x-5 gap-y-2 py-2">
        <Legend />
        <span class="ms-auto flex items-center gap-2">
          <Switch isOn={isIdleHidden()} onChange={setIdleHidden} labelledBy={idleId} testId="hide-idle" />
          <span id={idleId}>{words().hideIdle}</span>
        </span>
        <span class="flex max-wide:hidden">
          <IconButton
            icon={ZoomOut}
            label={words().zoomOut}
            onClick={() => zoomBy(0.5)}
            isDisabled={zoom() === 1}
          />
          <IconButton
            icon={Maximize2}
            label={words().fit}
            onClick={() => setZoom(1)}
            isDisabled={zoom() === 1}
          />
          <IconButton
            icon={ZoomIn}
            label={words().zoomIn}
            onClick={() => zoomBy(2)}
            isDisabled={zoom() === ZOOM_MAX}
            testId="zoom-in"
          />
        </span>
      </div>
      <Show when={timeline()}>
        {(laidOut) => (
          <>
            <TimelineChart
              scale={makeTimeScale(laidOut().whole, isIdleHidden() ? laidOut().idle : [])}
              idle={laidOut().idle}
              keys={keys()}
              rowOf={rowOf}
              zoom={zoom()}
              selected={props.selected}
              hrefOf={props.hrefOf}
            />
            <TimelineTable timeline={laidOut()} />
          </>
        )}
      </Show>
    </Show>
  );
}

function Legend() {
  const looks = ['work', 'wait', 'gap'] as const;
  return (
    <ul class="flex flex-wrap gap-x-4 gap-y-1 text-meta text-muted">
      <For each={looks}>
        {(look) => (
          <li class="flex items-center gap-1.5">
            <span class={`timeline-bar inline-block h-2.5 w-4`} data-look={look} aria-hidden="true" />
            {words().legend[look]}
          </li>
        )}
      </For>
    </ul>
  );
}
