/** Tasks that an event told of and that the store which lists are read from does not have yet. */
export interface Awaited {
  add: (taskId: string) => void;
  has: (taskId: string) => boolean;
  found: (taskId: string) => void;
  /** Somebody has looked. @returns how many are still to be looked for */
  countLook: () => number;
  clear: () => void;
}

/** What was not found so often is not there: a filter that no event can tell of leaves it out. */
const LOOKS_MAX = 6;

export function makeAwaited(): Awaited {
  const looks = new Map<string, number>();
  return {
    add: (id) => void looks.set(id, 0),
    has: (id) => looks.has(id),
    found: (id) => void looks.delete(id),
    countLook: () => {
      for (const [id, count] of looks) {
        if (count + 1 >= LOOKS_MAX) looks.delete(id);
        else looks.set(id, count + 1);
      }
      return looks.size;
    },
    clear: () => looks.clear(),
  };
}
