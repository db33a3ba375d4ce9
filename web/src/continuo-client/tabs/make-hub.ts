import { allotPlaces, TURN_MS, type Candidate } from './allot-places.ts';
import { makeLine, type Line } from './make-line.ts';
import type { Surroundings } from '../surroundings.ts';
import type { TabWishes, TaskNews, Want } from './tab-messages.ts';

/** Reads the tasks that tabs want, a few at a time, and tells what comes. */
export interface Hub {
  setWishes: (tab: string, wishes: Pick<TabWishes, 'isVisible' | 'wants'>) => void;
  dropTab: (tab: string) => void;
  openCount: () => number;
  close: () => void;
}

interface WantedTask {
  line: Line;
  /** Since when it has been open, or has waited to be, unix ms. */
  since: number;
}

export function makeHub(tell: (news: TaskNews) => void, surroundings: Surroundings): Hub {
  const { now, streamsMax } = surroundings;
  const tabs = new Map<string, Pick<TabWishes, 'isVisible' | 'wants'>>();
  const tasks = new Map<string, WantedTask>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Gives the places anew, and again after a turn while more are wanted than there are. */
  const review = (): void => {
    clearTimeout(timer);
    const visible = new Set(
      [...tabs.values()].flatMap(({ isVisible, wants }) =>
        isVisible ? wants.map(({ taskId }) => taskId) : [],
      ),
    );
    const candidates = [...tasks].map(([taskId, { line, since }]): Candidate => ({
      taskId,
      isVisible: visible.has(taskId),
      since,
      hasPlace: line.isOpen(),
    }));
    const chosen = allotPlaces(candidates, streamsMax, now());
    for (const [taskId, task] of tasks) {
      if (chosen.has(taskId) === task.line.isOpen()) continue;
      task.since = now();
      if (chosen.has(taskId)) task.line.open();
      else task.line.close();
    }
    if (tasks.size > streamsMax) timer = setTimeout(review, TURN_MS);
  };

  const remove = (taskId: string): void => {
    tasks.get(taskId)?.line.close();
    tasks.delete(taskId);
  };
  const find = (taskId: string): WantedTask => {
    const known = tasks.get(taskId);
    if (known) return known;
    const onEnd = (): void => {
      remove(taskId);
      review();
    };
    const task = { line: makeLine({ taskId, tell, onEnd }, surroundings), since: now() };
    tasks.set(taskId, task);
    return task;
  };
  const wantsOf = (tab: string): readonly Want[] => tabs.get(tab)?.wants ?? [];

  const setWishes: Hub['setWishes'] = (tab, wishes) => {
    const before = wantsOf(tab);
    tabs.set(tab, wishes);
    const known = new Set(before.map(({ id }) => id));
    const wanted = new Set(wishes.wants.map(({ id }) => id));
    for (const want of wishes.wants) if (!known.has(want.id)) find(want.taskId).line.add(want);
    for (const { id, taskId } of before) if (!wanted.has(id)) tasks.get(taskId)?.line.remove(id);
    const all = new Set([...tabs.values()].flatMap(({ wants }) => wants.map(({ taskId }) => taskId)));
    for (const taskId of tasks.keys()) if (!all.has(taskId)) remove(taskId);
    review();
  };

  return {
    setWishes,
    dropTab: (tab) => {
      setWishes(tab, { isVisible: false, wants: [] });
      tabs.delete(tab);
    },
    openCount: () => [...tasks.values()].filter(({ line }) => line.isOpen()).length,
    close: () => {
      clearTimeout(timer);
      for (const taskId of tasks.keys()) remove(taskId);
      tabs.clear();
    },
  };
}
