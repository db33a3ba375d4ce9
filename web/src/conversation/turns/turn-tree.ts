/** What the tree needs to know of a turn. */
export interface TreeTurn {
  key: string;
  /** Undefined: a message that was not accepted yet. */
  taskId: string | undefined;
  /** The turn that it answers, by task or by key; null: none. */
  parent: string | null;
}

/** The turns of a conversation by what they answer. */
export interface TurnTree<Turn> {
  /** The oldest first. */
  turns: readonly Turn[];
  /** A turn by its task or its key. */
  find: (name: string) => Turn | undefined;
  parentOf: (turn: Turn) => Turn | undefined;
  /** The turn with those that answer the same, the oldest first. */
  siblingsOf: (turn: Turn) => readonly Turn[];
  childrenOf: (turn: Turn) => readonly Turn[];
}

/** @param turns the oldest first */
export function makeTree<Turn>(turns: readonly Turn[], describe: (turn: Turn) => TreeTurn): TurnTree<Turn> {
  const byName = new Map<string, Turn>();
  for (const turn of turns) {
    const { key, taskId } = describe(turn);
    byName.set(key, turn);
    if (taskId !== undefined) byName.set(taskId, turn);
  }
  const find = (name: string): Turn | undefined => byName.get(name);
  /** One name for each parent, whichever of its names a child goes by; and of those that are not loaded, their own. */
  const nameParent = (turn: Turn): string | null => {
    const { parent } = describe(turn);
    const known = parent === null ? undefined : find(parent);
    return known ? describe(known).key : parent;
  };
  const families = Map.groupBy(turns, nameParent);
  const familyOf = (parent: string | null): readonly Turn[] => families.get(parent) ?? [];
  return {
    turns,
    find,
    parentOf: (turn) => find(describe(turn).parent ?? ''),
    siblingsOf: (turn) => familyOf(nameParent(turn)),
    childrenOf: (turn) => familyOf(describe(turn).key),
  };
}

/** The branch of a turn: what it answers, from the first that is loaded, itself, and on by the newest behind it. */
export function branchOf<Turn>(tree: TurnTree<Turn>, turn: Turn): Turn[] {
  const branch = [turn];
  for (let before = tree.parentOf(turn); before; before = tree.parentOf(before)) branch.push(before);
  branch.reverse();
  for (let next = tree.childrenOf(turn).at(-1); next; next = tree.childrenOf(next).at(-1)) branch.push(next);
  return branch;
}

/** The newest leaf behind a turn. */
export function newestLeaf<Turn>(tree: TurnTree<Turn>, turn: Turn): Turn {
  const behind = new Set([turn]);
  // A turn is younger than what it answers.
  let newest = turn;
  for (const each of tree.turns) {
    const parent = tree.parentOf(each);
    if (!parent || !behind.has(parent)) continue;
    behind.add(each);
    newest = each;
  }
  return newest;
}

export function hasBranches<Turn>(tree: TurnTree<Turn>): boolean {
  return tree.turns.some((turn) => tree.siblingsOf(turn).length > 1);
}
