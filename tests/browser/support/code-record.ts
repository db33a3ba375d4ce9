/** For an init script: notes how the first code block looks, whenever something on the page has changed. */
export const CODE_RECORDER = `
window.__code = [];
new MutationObserver(() => {
  const pre = document.querySelector('.code-body');
  if (pre) window.__code.push({
    chars: pre.textContent.length,
    height: pre.getBoundingClientRect().height,
    colours: pre.querySelectorAll('span').length,
  });
}).observe(document, { subtree: true, childList: true, characterData: true });
`;

export interface CodeLook {
  chars: number;
  height: number;
  /** Spans with a colour of their own. */
  colours: number;
}
