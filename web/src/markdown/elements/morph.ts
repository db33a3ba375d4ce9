import { sourceOf } from './enriched.ts';

/**
 * Makes the children of one element equal to those of another by changing only what differs, so that a selection,
 * a scroll position and the layout of what stays survive. The second is used up.
 */
export function morphChildren(target: Element, wanted: ParentNode & Node): void {
  let current = target.firstChild;
  while (wanted.firstChild) {
    const next = wanted.firstChild;
    const following = current?.nextSibling ?? null;
    if (current && canBecome(current, next)) {
      morphNode(current, next);
      next.remove();
    } else if (current) current.replaceWith(next);
    else target.append(next);
    current = following;
  }
  while (current) {
    const following = current.nextSibling;
    current.remove();
    current = following;
  }
}

function canBecome(current: Node, next: Node): boolean {
  if (current.nodeName !== next.nodeName) return false;
  if (!(current instanceof Element)) return true;
  const source = sourceOf(current);
  return source === undefined || source === next.textContent;
}

function morphNode(current: ChildNode, next: ChildNode): void {
  if (current instanceof Element && next instanceof Element) {
    if (sourceOf(current) !== undefined) return;
    copyAttributes(current, next);
    morphChildren(current, next);
  } else if (current instanceof Text && next instanceof Text) setText(current, next.data);
}

function copyAttributes(target: Element, wanted: Element): void {
  for (const { name, value } of wanted.attributes) {
    if (target.getAttribute(name) !== value) target.setAttribute(name, value);
  }
  for (const { name } of Array.from(target.attributes)) {
    if (!wanted.hasAttribute(name) && !isOfReader(target, name)) target.removeAttribute(name);
  }
}

/** Whether the reader may have set it: details that were opened stay open. */
function isOfReader(element: Element, name: string): boolean {
  return element.localName === 'details' && name === 'open';
}

/** Appends where it can: replacing all of a long text costs a layout of all of it. */
export function setText(node: Text, text: string): void {
  if (node.data === text) return;
  if (text.startsWith(node.data)) node.appendData(text.slice(node.length));
  else node.data = text;
}
