import { isTaskId } from '@continuo/shared/protocol/task-id';
import { createMemo, createSignal, type Accessor } from 'solid-js';
import type { Conversation } from './conversation.ts';
import type { Turn } from './turns/turn.ts';
import { branchOf, hasBranches, makeTree, newestLeaf, type TurnTree } from './turns/turn-tree.ts';
import { variantsOf } from './turns/turn-variants.ts';

/** Which branch of a conversation is shown. */
export interface Branches extends Pick<
  Conversation,
  'path' | 'siblings' | 'showSibling' | 'branch' | 'markTurn' | 'marked'
> {
  tree: Accessor<TurnTree<Turn>>;
  /** Turns that the page's address names and that are not loaded yet. */
  missing: () => readonly string[];
  /** Shows a turn that was sent just now. */
  showSent: (key: string) => void;
  /** Stays at the branch that is shown, whatever is begun elsewhere. */
  settle: () => void;
}

/** @param named the turn that the page's address names */
export function createBranches(turns: Accessor<readonly Turn[]>, named: string | undefined): Branches {
  const tree = createMemo(() =>
    makeTree(turns(), (turn) => ({ key: turn.key, taskId: turn.taskId(), parent: turn.parent })),
  );
  /** A turn of the branch, by task or key. Undefined: the branch of the newest turn. */
  const [chosen, choose] = createSignal(named);
  const [mark, setMark] = createSignal<{ taskId: string }>();
  const find = (name: string | undefined): Turn | undefined =>
    name === undefined ? undefined : tree().find(name);

  const path = createMemo((): readonly Turn[] => {
    const turn = find(chosen()) ?? turns().at(-1);
    return turn ? branchOf(tree(), turn) : [];
  });
  const isShown = (turn: Turn): boolean => path().includes(turn);

  return {
    tree,
    path,
    siblings: (turn, by) => {
      const all = variantsOf(tree().siblingsOf(turn), turn, by);
      return { index: all.indexOf(turn), count: all.length };
    },
    showSibling: (turn, by, step) => {
      const all = variantsOf(tree().siblingsOf(turn), turn, by);
      const sibling = all[all.indexOf(turn) + step];
      if (sibling) choose(newestLeaf(tree(), sibling).key);
    },
    branch: createMemo(() => {
      const name = chosen();
      // What the address says stays there until it is loaded.
      if (name !== undefined && !find(name)) return isTaskId(name) ? name : undefined;
      return hasBranches(tree()) ? path().at(-1)?.taskId() : undefined;
    }),
    markTurn: (taskId) => {
      const turn = find(taskId);
      if (!turn || !isShown(turn)) choose(taskId);
      setMark({ taskId });
    },
    marked: createMemo(() => {
      const turn = find(mark()?.taskId);
      return turn && isShown(turn) ? { turn } : undefined;
    }),
    missing: () =>
      [chosen(), mark()?.taskId].filter((name) => name !== undefined && !tree().find(name)) as string[],
    showSent: choose,
    settle: () => {
      const leaf = path().at(-1);
      if (leaf && !find(chosen())) choose(leaf.key);
    },
  };
}
