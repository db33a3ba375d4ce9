import type { AttemptView } from '@continuo/shared/protocol/attempts';
import type { TaskView } from '@continuo/shared/protocol/fold-task';
import type { WorkflowStep } from '@continuo/shared/protocol/workflow-api';
import type { WorkflowNotes } from './workflow-notes.ts';

/** The steps of a task, as its log tells them. Pure. @param persistedSeq Postgres holds the log up to here */
export function describeSteps(view: TaskView, notes: WorkflowNotes, persistedSeq: number): WorkflowStep[] {
  return [
    // What is not valid is refused and becomes no task.
    step('validate', 'completed', 'The request is valid, and stored.', view.acceptedAt, view.acceptedAt),
    describeCache(view, notes),
    describeGenerate(view, notes),
    describePersist(view, persistedSeq),
  ];
}

function describeCache({ acceptedAt, cached }: TaskView, notes: WorkflowNotes): WorkflowStep {
  const { isCacheable, firstHit, lastHit } = notes;
  if (!isCacheable) return step('cache', 'skipped', 'The request neither reads nor fills the cache.');
  if (!firstHit || !lastHit) {
    const detail = 'Miss: no finished answer to this request was kept.';
    return step('cache', 'completed', detail, acceptedAt, acceptedAt);
  }
  const source = lastHit.source_task_id;
  if (firstHit.epoch === 0) {
    return step('cache', 'completed', `Hit: ${source} has answered this request.`, acceptedAt, firstHit.at);
  }
  const outcome = cached ? '' : ', but it gave no answer';
  const detail = `Miss; ${source} was being asked the same and was followed${outcome}.`;
  return step('cache', 'completed', detail, acceptedAt, firstHit.at);
}

function describeGenerate(view: TaskView, notes: WorkflowNotes): WorkflowStep {
  const { startedAt, finishedAt, terminal } = view;
  if (notes.firstHit?.epoch === 0) return step('generate', 'skipped', 'The text came from the cache.');
  if (startedAt === undefined && terminal?.type === 'cancelled') {
    return step('generate', 'skipped', 'Cancelled before it began.');
  }
  const detail = terminal ? describeEnd(view, terminal) : describeWork(view, notes);
  const state = terminal?.type ?? (startedAt === undefined ? 'pending' : 'running');
  return step('generate', state, detail, startedAt, finishedAt);
}

function describeEnd(view: TaskView, terminal: NonNullable<TaskView['terminal']>): string {
  const chunks = countOf(view.chunks.length, 'chunk');
  const attempts = countOf(view.attempts.length, 'attempt');
  switch (terminal.type) {
    case 'completed':
      return view.cached
        ? `Copied ${chunks} from ${view.sourceTaskId}.`
        : `Completed in ${attempts}: ${chunks}.`;
    case 'failed':
      return `Given up after ${attempts} with ${chunks}: ${terminal.code}: ${terminal.message}`;
    case 'cancelled':
      return `Cancelled after ${attempts}; ${chunks} kept.`;
  }
}

function describeWork(view: TaskView, { retry }: WorkflowNotes): string {
  const last = view.attempts.at(-1);
  const chunks = countOf(view.chunks.length, 'chunk');
  const cancel = view.cancelRequested ? ' A cancel is stored.' : '';
  if (view.cached) return `Copies what ${view.sourceTaskId} is given: ${chunks} so far.${cancel}`;
  if (!last) return 'Waits for a generator.';
  if (!last.end) return `${nameAttempt(last)}: ${chunks} so far.${cancel}`;
  const next = retry ? `the next comes ${retry.delay_ms} ms later` : 'the next is about to come';
  return `${nameAttempt(last)} ended (${last.end.code ?? last.end.reason}); ${next}.${cancel}`;
}

function nameAttempt({ attempt, strategy, provider, model, worker }: AttemptView): string {
  return `Attempt ${attempt} (${strategy}) at ${provider}, ${model}, by ${worker}`;
}

function describePersist({ acceptedAt, terminal, seq }: TaskView, persistedSeq: number): WorkflowStep {
  const lag = Math.max(0, seq - persistedSeq);
  const detail = `Postgres holds the log up to seq ${Math.min(persistedSeq, seq)} of ${seq}; ${lag} behind.`;
  if (persistedSeq === 0) return step('persist', 'pending', detail);
  return step('persist', terminal && lag === 0 ? 'completed' : 'running', detail, acceptedAt);
}

function step(
  name: WorkflowStep['name'],
  state: WorkflowStep['state'],
  detail: string,
  startedAt?: number | null,
  endedAt?: number | null,
): WorkflowStep {
  return { name, state, started_at: startedAt ?? null, ended_at: endedAt ?? null, detail };
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
