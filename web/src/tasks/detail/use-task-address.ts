import { useNavigate, useSearchParams } from '@solidjs/router';
import { createMemo, type Accessor } from 'solid-js';
import { parseFilters } from '../list/filters.ts';
import { hrefOfList, hrefOfTask, TASK_TABS, type TaskAddress, type TaskTab } from '../task-address.ts';

/** What the address of the page says, and the way to another that says something else. */
export interface AddressedTask {
  address: Accessor<TaskAddress & { tab: TaskTab }>;
  /** Of the list that it was opened from. */
  listHref: Accessor<string>;
  goTo: (change: TaskAddress) => void;
}

export function useTaskAddress(taskId: string): AddressedTask {
  const [search] = useSearchParams<{ tab?: string; ev?: string; in?: string }>();
  const navigate = useNavigate();
  const address = createMemo(() => ({
    tab: TASK_TABS.find((tab) => tab === search.tab) ?? TASK_TABS[0],
    ev: /^[1-9]\d{0,9}$/.test(search.ev ?? '') ? Number(search.ev) : undefined,
    in: search.in,
  }));
  return {
    address,
    listHref: () => hrefOfList(parseFilters(search.in ?? '')),
    goTo: (change) => navigate(hrefOfTask(taskId, { ...address(), ...change }), { scroll: false }),
  };
}
