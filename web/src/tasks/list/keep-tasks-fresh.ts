import type { ListedTask } from '@continuo/shared/protocol/http-api';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import { createEffect, createSignal, onCleanup, untrack, type Accessor } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { pacePerMs } from '../../pace.ts';
import { useServices } from '../../services.ts';
import type { TaskList } from './create-task-list.ts';
import { nameFilters, type TaskFilters } from './filters.ts';
import { makeAwaited } from './make-awaited.ts';
import { mayList, mergeTask, patchTask, TASK_EVENTS, type TaskEvent } from './patch-task.ts';
import { readFresh } from './read-fresh.ts';

/** What is going on with a task beside its status. */
export interface TaskNote {
  isCancelling?: boolean;
  isRetrying?: boolean;
}

export interface FreshTasks {
  notes: Readonly<Record<string, TaskNote>>;
  /** Tasks that match and are not in the list: they are announced, and come into it when they are asked for. */
  newCount: Accessor<number>;
  /** Somebody has just asked for it to be cancelled, or that could not be done. */
  noteCancel: (taskId: string, isCancelling: boolean) => void;
  /** Puts what is new into the list. */
  showNew: () => Promise<void>;
}

/** Events that come together change the list once. */
const TAKE_MS = 50;
/** After an event, until the store that lists are read from has it, too. */
const LOOK_SOON_MS = 500;
/** While tasks run, their figures change. */
const LOOK_OFTEN_MS = 3_000;

/**
 * Keeps the rows of a list as they are in truth, each in its place: what an event tells is shown at once, and what it
 * leaves out is read a moment later, with one call for all. What is new is counted, never put in.
 */
export function keepTasksFresh(list: TaskList, filters: Accessor<TaskFilters>): FreshTasks {
  const { client, events } = useServices();
  const [notes, setNotes] = createStore<Record<string, TaskNote>>({});
  const [newCount, setNewCount] = createSignal(0);
  const awaited = makeAwaited();
  let arrived: TaskEvent[] = [];
  /** Counts the lists that there were: what was read for another one is of no use. */
  let generation = 0;

  const isUnsettled = (task: ListedTask): boolean => !isTerminal(task.status) || awaited.has(task.task_id);
  const look = async (): Promise<void> => {
    const lookedFor = generation;
    const read = await readFresh(client.api, filters(), list.tasks().filter(isUnsettled));
    if (lookedFor !== generation || list.state() !== 'ready') return;
    const again = new Map([...read.others, ...read.top].map((task) => [task.task_id, task]));
    list.patch((task) => mergeTask(task, again.get(task.task_id) ?? task));
    const known = new Set(list.tasks().map(({ task_id: id }) => id));
    if (read.isTopKnown) setNewCount(newOf(read.top, list).length);
    for (const [id, { status }] of again) if (!known.has(id) || isTerminal(status)) awaited.found(id);
    if (awaited.countLook() > 0) looking.request();
  };
  const looking = pacePerMs(LOOK_SOON_MS, () => void look());

  const take = (): void => {
    const byTask = Map.groupBy(arrived, ({ task_id: id }) => id);
    arrived = [];
    list.patch((task) => byTask.get(task.task_id)?.reduce(patchTask, task) ?? task);
    const known = new Set(list.tasks().map(({ task_id: id }) => id));
    for (const [id, told] of byTask) {
      if (known.has(id)) setNotes(id, Object.assign({}, ...told.map(noteOf)) as TaskNote);
      if (told.some((event) => isAwaited(event, known.has(id), filters()))) awaited.add(id);
    }
    looking.request();
  };
  const taking = pacePerMs(TAKE_MS, take);
  const onEvent = (event: TaskEvent): void => {
    arrived.push(event);
    taking.request();
  };

  const forget = (): void => {
    generation += 1;
    awaited.clear();
    setNewCount(0);
  };
  onCleanup(events.subscribe<TaskEvent['type']>({ types: TASK_EVENTS, onEvent, onReset: looking.request }));
  const timer = setInterval(() => list.tasks().some(isUnsettled) && looking.request(), LOOK_OFTEN_MS);
  onCleanup(() => {
    forget();
    clearInterval(timer);
    taking.cancel();
    looking.cancel();
  });
  createEffect(() => {
    // Read for its changes: another list.
    void nameFilters(filters());
    untrack(() => {
      forget();
      setNotes(reconcile({}));
      // Of a list that was left and is back, nobody knows what became.
      looking.request();
    });
  });

  return {
    notes,
    newCount,
    noteCancel: (taskId, isCancelling) => setNotes(taskId, { isCancelling }),
    showNew: () => {
      forget();
      return list.readAnew();
    },
  };
}

/** Tasks that are not in the list and would be: of what lies below the end of its last page that is not to be told. */
function newOf(top: readonly ListedTask[], list: TaskList): ListedTask[] {
  const tasks = list.tasks();
  const known = new Set(tasks.map(({ task_id: id }) => id));
  const end = list.hasMore() ? (tasks.at(-1)?.created_at ?? 0) : 0;
  return top.filter((task) => !known.has(task.task_id) && task.created_at > end);
}

/** Whether the event tells of something that will be read in a moment. */
function isAwaited(event: TaskEvent, isKnown: boolean, filters: TaskFilters): boolean {
  if (isKnown) return event.type === 'task_finished';
  return event.type === 'task_created' && mayList(filters, event);
}

function noteOf(event: TaskEvent): TaskNote {
  switch (event.type) {
    case 'task_cancel_requested':
      return { isCancelling: true };
    case 'task_retrying':
      return { isRetrying: true };
    case 'task_started':
    case 'task_created':
      return { isRetrying: false };
    case 'task_finished':
      return { isRetrying: false, isCancelling: false };
  }
}
