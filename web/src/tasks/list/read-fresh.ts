import type { ListedTask } from '@continuo/shared/protocol/http-api';
import type { Api } from '../../continuo-client/api/make-api.ts';
import { toListQuery, type TaskFilters } from './filters.ts';

/** What was read beside a list, to compare with it. */
export interface FreshRows {
  /** The newest that match. */
  top: readonly ListedTask[];
  /** Whether that could be read. */
  isTopKnown: boolean;
  /** Those that were asked for, whether they still match or not. */
  others: readonly ListedTask[];
}

/** Bounds what is read at once; of more, those that are not reached are read another time. */
const READ_MAX = 200;

/** @param asked rows that may have changed, wherever in the list they are */
export async function readFresh(
  api: Pick<Api, 'list'>,
  filters: TaskFilters,
  asked: readonly ListedTask[],
): Promise<FreshRows> {
  const [top, others] = await Promise.all([
    api.list({ ...toListQuery(filters, Date.now()), limit: READ_MAX }),
    asked.length === 0 ? undefined : api.list({ ...spanOf(asked), limit: READ_MAX }),
  ]);
  return {
    top: top.ok ? top.value.tasks : [],
    isTopKnown: top.ok,
    others: others?.ok ? others.value.tasks : [],
  };
}

function spanOf(tasks: readonly ListedTask[]): { from: number; to: number } {
  const times = tasks.map(({ created_at: at }) => at);
  return { from: Math.min(...times), to: Math.max(...times) + 1 };
}
