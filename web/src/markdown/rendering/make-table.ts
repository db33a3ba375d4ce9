import type { Tokens } from 'marked';
import { makeElement } from '../elements/make-element.ts';
import { words } from '../words.ts';

type FillCell = (cell: HTMLElement, tokens: Tokens.TableCell['tokens']) => void;

/** A table in a frame of its own in which it scrolls sideways, also by keyboard. */
export function makeTable({ header, rows }: Tokens.Table, fill: FillCell): HTMLElement {
  const makeRow = (cells: readonly Tokens.TableCell[], tag: 'td' | 'th'): HTMLElement => {
    const row = makeElement('tr', '');
    for (const { tokens, align } of cells) {
      const cell = makeElement(tag, '');
      if (align) cell.setAttribute('align', align);
      fill(cell, tokens);
      row.append(cell);
    }
    return row;
  };
  const head = makeElement('thead', '', makeRow(header, 'th'));
  const body = makeElement('tbody', '', ...rows.map((cells) => makeRow(cells, 'td')));
  const frame = makeElement('div', 'table-frame', makeElement('table', '', head, body));
  frame.tabIndex = 0;
  frame.role = 'region';
  frame.ariaLabel = words().table;
  return frame;
}
