import type {
  DeadListQuery,
  DeadListReply,
  DeadLetterReply,
} from '@continuo/shared/protocol/dead-letter-api';
import { partitionOf } from '@continuo/shared/protocol/task-id';
import { readDeadLetters, type DeadLetter } from '@continuo/shared/redis/dead-letters';
import type { FindTaskDeps } from '../tasks/find-task.ts';
import { Refusal } from '../http/refusal.ts';
import { describeLetter } from './describe-letter.ts';
import { findTaskIfAny } from '../tasks/find-task.ts';
import {
  compareLetterPlaces,
  formatLetterToken,
  parseLetterToken,
  startBehind,
  type LetterPlace,
} from './letter-token.ts';

export interface ListDeadDeps extends FindTaskDeps {
  partitions: number;
}

/** One page of the owner's dead letters over all partitions, newest first. */
export async function listDeadLetters(deps: ListDeadDeps, query: DeadListQuery): Promise<DeadListReply> {
  const before = parseBefore(query.before);
  const perPartition = await Promise.all(
    Array.from({ length: deps.partitions }, (_, partition) =>
      takeOwn(deps, partition, before && startBehind(before, partition), query.limit + 1),
    ),
  );
  const newest = perPartition
    .flat()
    .map((letter) => ({ letter, place: placeOf(letter) }))
    .toSorted((a, b) => compareLetterPlaces(a.place, b.place));
  const page = newest.slice(0, query.limit);
  const last = page.at(-1);
  return {
    dead_letters: await Promise.all(page.map(({ letter }) => describeWithPrompt(deps, letter))),
    next_before: last && newest.length > page.length ? formatLetterToken(last.place) : null,
  };
}

function parseBefore(text: string | undefined): LetterPlace | undefined {
  if (text === undefined) return undefined;
  const place = parseLetterToken(text);
  if (place) return place;
  throw new Refusal('validation', undefined, [
    { pointer: '/before', detail: 'it is not a next_before of this API' },
  ]);
}

/** Invariant 10: only the owner's. */
async function takeOwn(
  { redis, owner }: ListDeadDeps,
  partition: number,
  upTo: string | undefined,
  countMax: number,
): Promise<DeadLetter[]> {
  const own: DeadLetter[] = [];
  for await (const letter of readDeadLetters(redis, partition, upTo)) {
    if (letter.owner === owner) own.push(letter);
    if (own.length === countMax) break;
  }
  return own;
}

function placeOf({ letterId, taskId }: DeadLetter): LetterPlace {
  return { letterId, partition: partitionOf(taskId) };
}

async function describeWithPrompt(deps: ListDeadDeps, letter: DeadLetter): Promise<DeadLetterReply> {
  const task = await findTaskIfAny(deps, letter.taskId);
  return describeLetter(letter, task?.request);
}
