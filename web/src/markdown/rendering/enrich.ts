import { highlightBlock } from '../code/highlight-block.ts';
import { showFormula } from '../math/show-formula.ts';
import { whenNearScreen } from '../elements/near-screen.ts';

const CODE = 'code[data-lang][data-closed]';
const FORMULA = '[data-math]';

/**
 * Gives code its colours and formulas their shape: at once in a text that is being written, so that they never
 * stand there plain, and in one at rest when they come near the screen.
 */
export function enrich(root: Element, when: 'now' | 'near-screen'): void {
  for (const code of root.querySelectorAll<HTMLElement>(CODE)) {
    const act = (): void => void highlightBlock(code);
    if (when === 'now') act();
    else whenNearScreen(code, act);
  }
  for (const formula of root.querySelectorAll<HTMLElement>(FORMULA)) {
    const act = (): void => void showFormula(formula);
    if (when === 'now') act();
    else whenNearScreen(formula, act);
  }
}
