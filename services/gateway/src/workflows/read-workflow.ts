import { answerText, type TaskView } from '@continuo/shared/protocol/fold-task';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import type { PriceList } from '@continuo/shared/protocol/prices';
import type { WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import { findQueuePlace } from '@continuo/shared/redis/waiting-requests';
import { Refusal } from '../http/refusal.ts';
import type { History } from '../stores/history.ts';
import { findTask, type FindTaskDeps } from '../tasks/find-task.ts';
import { readTaskView } from '../tasks/task-view.ts';
import { describeWorkflow } from './describe-workflow.ts';
import { emptyNotes, takeNote } from './workflow-notes.ts';

export interface WorkflowDeps extends FindTaskDeps {
  readLog: ReadLog;
  history: History;
  prices: PriceList;
}

/** A task with its steps and attempts. @throws Refusal `unknown_task`, `gone`, `unavailable` */
export async function readWorkflow(deps: WorkflowDeps, id: string): Promise<WorkflowReply> {
  const task = await findTask(deps, id);
  const notes = emptyNotes();
  const view = await readTaskView(deps.readLog, task.taskId, (entry) => takeNote(notes, entry));
  if (!view) throw new Refusal('gone');
  const [reruns, sourceCharacters, place] = await Promise.all([
    unlessUnavailable(deps.history.readReruns(deps.owner, task.taskId)),
    countSourceCharacters(deps.readLog, view),
    view.status === 'queued' ? findQueuePlace(deps.redis, task.taskId) : undefined,
  ]);
  const surroundings = { reruns: reruns ?? null, sourceCharacters, place, prices: deps.prices };
  return describeWorkflow(task, view, notes, surroundings, Date.now());
}

/** How long the answer is that a task is copying; undefined: it copies none, or that is still being written. */
async function countSourceCharacters(
  readLog: ReadLog,
  { terminal, sourceTaskId }: TaskView,
): Promise<number | undefined> {
  if (terminal || sourceTaskId === undefined) return undefined;
  const source = await unlessUnavailable(readTaskView(readLog, sourceTaskId));
  return source?.terminal?.type === 'completed' ? answerText(source).length : undefined;
}

/** What a workflow is shown without. */
async function unlessUnavailable<Result>(reading: Promise<Result>): Promise<Result | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Refusal && error.problem.code === 'unavailable') return undefined;
    throw error;
  }
}
