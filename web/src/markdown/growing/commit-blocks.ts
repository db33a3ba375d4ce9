import { lexBlocks, type Block, type LinkTargets } from '../syntax/lex-blocks.ts';
import { readOpenFence } from '../code/open-fence.ts';
import { readOpenFormula } from '../math/open-formula.ts';

export interface CommittedBlocks {
  /** Blocks that no later text can change. */
  blocks: Block[];
  /** How many characters of the text they are. */
  length: number;
}

/**
 * Splits a growing text into what is final and what is not. Only whole lines are judged, because half a line can
 * still become anything (`2` a list item, `|` a table row), and the last block may always go on.
 *
 * What a later definition does to an earlier reference is not seen here; the text is read once more at its end.
 */
export function commitBlocks(text: string, links: LinkTargets): CommittedBlocks {
  // Reading a long open code block again for each of its lines would cost the square of its length.
  if (readOpenFence(text) || readOpenFormula(text) !== undefined) return { blocks: [], length: 0 };
  const blocks = lexBlocks(text.slice(0, text.lastIndexOf('\n') + 1), links);
  const last = blocks.findLastIndex((block) => block.type !== 'space');
  const committed = blocks.slice(0, Math.max(0, last));
  return { blocks: committed, length: committed.reduce((sum, block) => sum + block.raw.length, 0) };
}
