import { describe, expect, test } from 'vitest';
import { allotPlaces, TURN_MS, type Candidate } from './allot-places.ts';

const NOW = 100_000;

function candidate(taskId: string, given: Partial<Candidate> = {}): Candidate {
  return { taskId, isVisible: true, state: 'waiting', since: NOW, ...given };
}

function simulate(taskIds: readonly string[], rounds: number): string[][] {
  let all = taskIds.map((taskId) => candidate(taskId));
  const chosen: string[][] = [];
  for (let now = NOW; chosen.length < rounds; now += TURN_MS) {
    const places = allotPlaces(all, 3, now);
    chosen.push([...places].toSorted());
    all = all.map((each) => {
      const state = places.has(each.taskId) ? 'live' : 'waiting';
      return state === each.state ? each : { ...each, state, since: now };
    });
  }
  return chosen;
}

describe('places', () => {
  test('are enough for as many tasks as there are places', () => {
    const places = allotPlaces(
      ['a', 'b', 'c'].map((id) => candidate(id)),
      3,
      NOW,
    );
    expect(places).toEqual(new Set(['a', 'b', 'c']));
  });

  test('are kept for a turn, however many wait', () => {
    const holders = ['a', 'b', 'c'].map((id) => candidate(id, { state: 'live', since: NOW - TURN_MS + 1 }));
    const waiting = ['d', 'e'].map((id) => candidate(id, { since: 0 }));
    expect(allotPlaces([...waiting, ...holders], 3, NOW)).toEqual(new Set(['a', 'b', 'c']));
  });

  test('are not taken from who is still connecting', () => {
    const holders = ['a', 'b', 'c'].map((id) => candidate(id, { state: 'connecting', since: NOW - TURN_MS }));
    expect(allotPlaces([...holders, candidate('d')], 3, NOW)).toEqual(new Set(['a', 'b', 'c']));
    expect(allotPlaces([...holders, candidate('d')], 3, NOW + 10_000)).toContain('d');
  });

  test('go round, so that none waits for more than its share', () => {
    const tasks = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const rounds = simulate(tasks, 9);
    for (const task of tasks) {
      for (let start = 0; start + 3 <= rounds.length; start += 1) {
        expect(rounds.slice(start, start + 3).flat()).toContain(task);
      }
    }
  });

  test('are first given to what is on a screen', () => {
    const hidden = ['a', 'b', 'c'].map((id) =>
      candidate(id, { isVisible: false, state: 'live', since: NOW }),
    );
    const places = allotPlaces([...hidden, candidate('d'), candidate('e')], 3, NOW);
    expect(places).toEqual(new Set(['d', 'e', 'a']));
  });
});
