/** Makes a change to an element that leaves its text as it is, and what the reader has selected of it selected. */
export function keepSelection(element: Element, change: () => void): void {
  const selection = document.getSelection();
  if (!selection?.anchorNode || !selection.focusNode || selection.isCollapsed) return change();
  const anchor = offsetIn(element, selection.anchorNode, selection.anchorOffset);
  const focus = offsetIn(element, selection.focusNode, selection.focusOffset);
  if (anchor === undefined && focus === undefined) return change();
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  change();
  const from = anchor === undefined ? ([anchorNode, anchorOffset] as const) : placeAt(element, anchor);
  const to = focus === undefined ? ([focusNode, focusOffset] as const) : placeAt(element, focus);
  selection.setBaseAndExtent(...from, ...to);
}

/** In characters of the element's text; undefined for a place outside it. */
function offsetIn(element: Element, node: Node, offset: number): number | undefined {
  if (!element.contains(node)) return undefined;
  const range = document.createRange();
  range.selectNodeContents(element);
  range.setEnd(node, offset);
  return range.toString().length;
}

function placeAt(element: Element, offset: number): [node: Node, offset: number] {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let text = texts.nextNode(); text instanceof Text; text = texts.nextNode()) {
    if (left <= text.length) return [text, left];
    left -= text.length;
  }
  return [element, element.childNodes.length];
}
