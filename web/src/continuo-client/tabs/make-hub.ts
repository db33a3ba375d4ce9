import { allotPlaces, TURN_MS, type Candidate } from './allot-places.ts';
import { makeLine, type Line } from './make-line.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import type { TabWishes, TaskNews, Want } from './tab-messages.ts';

/** Reads the tasks that tabs want, a few at a time, and tells what comes. */
export interface Hub {
  setWishes: (tab: string, wishes: Pick<TabWishes, 'isVisible' | 'wants'>) => void;
  dropTab: (tab: string) => void;
  openCount: () => number;
  close: () => void;
}

export function makeHub(tell: (news: TaskNews) => void, surroundings: Surroundings): Hub {
  const { now, streamsMax } = surroundings;
  const tabs = new Map<string, Pick<TabWishes, 'isVisible' | 'wants'>>();
  const lines = new Map<string, Line>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Gives the places anew, and again after a turn while more are wanted than there are. */
  const review = (): void => {
    clearTimeout(timer);
    const visible = new Set(
      [...tabs.values()].flatMap(({ isVisible, wants }) =>
        isVisible ? wants.map(({ taskId }) => taskId) : [],
      ),
    );
    const candidates = [...lines].map(([taskId, line]): Candidate => ({
      taskId,
      isVisible: visible.has(taskId),
      ...line.stage(),
    }));
    const chosen = allotPlaces(candidates, streamsMax, now());
    for (const [taskId, line] of lines) {
      if (line.isOpen() && !chosen.has(taskId)) line.close();
    }
    for (const taskId of chosen) {
      const line = lines.get(taskId);
      if (line && !line.isOpen()) line.open();
    }
    if (lines.size > streamsMax) timer = setTimeout(review, TURN_MS);
  };

  const remove = (taskId: string): void => {
    lines.get(taskId)?.close();
    lines.delete(taskId);
  };
  const find = (taskId: string): Line => {
    const known = lines.get(taskId);
    if (known) return known;
    const onEnd = (): void => {
      remove(taskId);
      review();
    };
    const line = makeLine({ taskId, tell, onEnd }, surroundings);
    lines.set(taskId, line);
    return line;
  };
  const wantsOf = (tab: string): readonly Want[] => tabs.get(tab)?.wants ?? [];

  const setWishes: Hub['setWishes'] = (tab, wishes) => {
    const before = wantsOf(tab);
    tabs.set(tab, wishes);
    const known = new Set(before.map(({ id }) => id));
    const wanted = new Set(wishes.wants.map(({ id }) => id));
    for (const want of wishes.wants) if (!known.has(want.id)) find(want.taskId).add(want);
    for (const { id, taskId } of before) if (!wanted.has(id)) lines.get(taskId)?.remove(id);
    const all = new Set([...tabs.values()].flatMap(({ wants }) => wants.map(({ taskId }) => taskId)));
    for (const taskId of lines.keys()) if (!all.has(taskId)) remove(taskId);
    review();
  };

  return {
    setWishes,
    dropTab: (tab) => {
      setWishes(tab, { isVisible: false, wants: [] });
      tabs.delete(tab);
    },
    openCount: () => [...lines.values()].filter((line) => line.isOpen()).length,
    close: () => {
      clearTimeout(timer);
      for (const taskId of lines.keys()) remove(taskId);
      tabs.clear();
    },
  };
}
