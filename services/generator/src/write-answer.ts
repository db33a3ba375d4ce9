import { decodeEntry } from '@continuo/shared/protocol/entry';
import { CACHE_RUNNING_MS } from '@continuo/shared/protocol/limits';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { readWholeLog, type ReadLog } from '@continuo/shared/redis/task-stream';
import type { TaskTail } from '@continuo/shared/redis/task-tail';
import type { Transitions } from '@continuo/shared/redis/transitions';
import { answerTask, type Answer, type AttemptSources } from './attempts/answer-task.ts';
import { billTask } from './attempts/bill-task.ts';
import { attemptEntry, planAttempt, type AttemptPlan } from './attempts/plan-attempt.ts';
import { copiedEntry, failedEntry } from './finish-task.ts';
import { findCopies, followTask } from './follow-task.ts';
import type { Work } from './work.ts';

export interface AnswerSources extends AttemptSources {
  transitions: Transitions;
  readLog: ReadLog;
  tail: TaskTail;
}

/**
 * Writes the answer into the log: copied from a task that answers the same request, where there is one, else
 * from the provider.
 */
export async function writeAnswer(sources: AnswerSources, work: Work): Promise<Answer> {
  let source = work.task.record.follows;
  let plan = work.task.plan;
  while (source !== undefined) {
    work.setCopying(true);
    const answer = await copyFrom(source, sources, work);
    if (answer !== 'abandoned') return answer;
    const role = await elect(source, sources, work);
    source = role.source;
    plan = role.plan;
  }
  work.setCopying(false);
  if (work.stop.signal.aborted || !plan) return { tag: 'stopped' };
  return await answerTask(sources, work, plan);
}

async function copyFrom(
  source: TaskId,
  { readLog, tail, prices }: AnswerSources,
  { task, writer, stop }: Work,
): Promise<Answer | 'abandoned'> {
  const log = (await readWholeLog(readLog, task.ref.taskId)).map(decodeEntry);
  const outcome = await followTask({ source, copies: findCopies(log, source), tail, writer, stop });
  switch (outcome.tag) {
    case 'completed':
      return { tag: 'ended', terminal: copiedEntry(outcome.finishReason), isDead: false };
    case 'failed':
      return {
        tag: 'ended',
        terminal: failedEntry(outcome.failure, billTask(prices, task.view)),
        isDead: false,
      };
    case 'stopped':
      return { tag: 'stopped' };
    case 'abandoned':
      return 'abandoned';
  }
}

/** What a task is after an election: a follower again, the one that asks the provider, or neither: stopped. */
interface Role {
  source?: TaskId;
  plan?: AttemptPlan;
}

/** Asks who answers the request now, and writes it down. */
async function elect(abandoned: TaskId, sources: AnswerSources, { task, writer, stop }: Work): Promise<Role> {
  await writer.flush();
  const args = { ...task.fence, abandoned, cacheRunningMs: CACHE_RUNNING_MS };
  const reply = await sources.transitions.elect(task.ref, args);
  switch (reply.tag) {
    case 'stale_epoch':
      stop.stop('lost');
      return {};
    case 'follow':
      writer.write({ type: 'cache_hit', source_task_id: reply.source, kept_chunks: 0 });
      await writer.flush();
      return { source: reply.source };
    case 'lead': {
      const { request } = task.record;
      const target = { provider: request.provider, model: request.model };
      const plan = planAttempt(task.view, target, sources.targets.capabilityOf(target));
      writer.write(attemptEntry(plan, sources.worker, undefined));
      await writer.flush();
      return { plan };
    }
  }
}
