import { Match, Switch } from 'solid-js';
import { Button } from '../../controls/button.tsx';
import { FaultNotice } from '../../controls/fault-notice.tsx';
import { Notice } from '../../controls/notice.tsx';
import { Skeleton } from '../../controls/skeleton.tsx';
import { TextLink } from '../../controls/text-link.tsx';
import type { TaskList } from './create-task-list.ts';
import { countFilters, DEFAULT_RANGE, type TaskFilters } from './filters.ts';
import { words } from './words.ts';

interface ListNoticeProps {
  list: TaskList;
  filters: TaskFilters;
  onClear: () => void;
  onShowAll: () => void;
}

/** In place of the rows, where there are none. */
export function ListNotice(props: ListNoticeProps) {
  const count = () => countFilters(props.filters);
  return (
    <Switch fallback={<EmptyList {...props} />}>
      <Match when={props.list.fault()}>
        {(fault) => <FaultNotice fault={fault()} onTryAgain={() => void props.list.readAnew()} />}
      </Match>
      <Match when={props.list.state() === 'loading'}>
        <div class="grid gap-1 p-4">
          <Skeleton />
          <Skeleton />
        </div>
      </Match>
      <Match when={count() > 0}>
        <Notice text={words().noMatch(count())} testId="no-match">
          <Button label={words().clearFilters} onClick={props.onClear} />
        </Notice>
      </Match>
    </Switch>
  );
}

function EmptyList(props: ListNoticeProps) {
  const isLately = () => (props.filters.range ?? DEFAULT_RANGE) === DEFAULT_RANGE;
  return (
    <Notice text={isLately() ? words().noneLately : words().none} testId="no-tasks">
      <div class="flex items-center gap-4">
        <TextLink label={words().startChat} href="/" />
        {isLately() && <Button label={words().showAll} onClick={props.onShowAll} />}
      </div>
    </Notice>
  );
}
