import { describe, expect, test } from 'vitest';
import { allotPlaces, TURN_MS, type Candidate } from './allot-places.ts';

const NOW = 100_000;

function candidate(taskId: string, given: Partial<Candidate> = {}): Candidate {
  return { taskId, isVisible: true, hasPlace: false, since: NOW, ...given };
}

function simulate(taskIds: readonly string[], rounds: number): string[][] {
  let all = taskIds.map((taskId) => candidate(taskId));
  const chosen: string[][] = [];
  for (let now = NOW; chosen.length < rounds; now += TURN_MS) {
    const places = allotPlaces(all, 3, now);
    chosen.push([...places].toSorted());
    all = all.map((each) => {
      const hasPlace = places.has(each.taskId);
      return hasPlace === each.hasPlace ? each : { ...each, hasPlace, since: now };
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
    const holders = ['a', 'b', 'c'].map((id) => candidate(id, { hasPlace: true, since: NOW - TURN_MS + 1 }));
    const waiting = ['d', 'e'].map((id) => candidate(id, { since: 0 }));
    expect(allotPlaces([...waiting, ...holders], 3, NOW)).toEqual(new Set(['a', 'b', 'c']));
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
      candidate(id, { isVisible: false, hasPlace: true, since: NOW }),
    );
    const places = allotPlaces([...hidden, candidate('d'), candidate('e')], 3, NOW);
    expect(places).toEqual(new Set(['d', 'e', 'a']));
  });
});
