/** A turn on the page. */
export interface KnownTurn {
  taskId: string | undefined;
  /** When the service accepted it, unix ms; undefined: it has not told yet. */
  acceptedAt: number | undefined;
}

/** A turn as a page of the service lists it. */
interface ListedTurn {
  task_id: string;
  created_at: number;
}

export type Place<Known, Listed> =
  | { kind: 'known'; turn: Known; listed: Listed | undefined }
  | { kind: 'new'; listed: Listed };

/**
 * The turns of a conversation by age, the oldest first: those on the page and those of one more page of the service,
 * then what the service has not told of (yet): messages that are being sent.
 */
export function mergeTurns<Known extends KnownTurn, Listed extends ListedTurn>(
  known: readonly Known[],
  page: readonly Listed[],
): Place<Known, Listed>[] {
  const listed = new Map<string | undefined, Listed>(page.map((turn) => [turn.task_id, turn]));
  const shown = new Set(known.map((turn) => turn.taskId));
  const places: Place<Known, Listed>[] = [
    ...page
      .filter((turn) => !shown.has(turn.task_id))
      .map((turn) => ({ kind: 'new', listed: turn }) as const),
    ...known.map((turn) => ({ kind: 'known', turn, listed: listed.get(turn.taskId) }) as const),
  ];
  return places.toSorted(compareAges);
}

function compareAges(a: Place<KnownTurn, ListedTurn>, b: Place<KnownTurn, ListedTurn>): number {
  const [at, bt] = [ageOf(a), ageOf(b)];
  if (at.acceptedAt === undefined || bt.acceptedAt === undefined) {
    return Number(at.acceptedAt === undefined) - Number(bt.acceptedAt === undefined);
  }
  return at.acceptedAt - bt.acceptedAt || (at.taskId < bt.taskId ? -1 : 1);
}

function ageOf(place: Place<KnownTurn, ListedTurn>): { acceptedAt: number | undefined; taskId: string } {
  const { listed } = place;
  if (listed) return { acceptedAt: listed.created_at, taskId: listed.task_id };
  return place.kind === 'known'
    ? { acceptedAt: place.turn.acceptedAt, taskId: place.turn.taskId ?? '' }
    : { acceptedAt: undefined, taskId: '' };
}
