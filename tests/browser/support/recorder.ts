/**
 * A script for the page itself: notes what changes on it, so that nothing has to be looked for at the right moment.
 * Text, because the tests are checked without the browser's types.
 */
export const RECORDER = `
window.__record = { states: [], seqs: [], lengths: [], bars: [], violations: [] };
addEventListener('securitypolicyviolation', (event) => {
  window.__record.violations.push(event.violatedDirective + ' ' + event.blockedURI);
});
new MutationObserver(() => {
  const { states, seqs, lengths, bars } = window.__record;
  const conn = document.querySelector('#conn');
  const state = conn?.dataset.state;
  const bar = conn?.textContent ?? '';
  if (bar !== '' && bars.at(-1) !== bar) bars.push(bar);
  if (state !== undefined && states.at(-1) !== state) states.push(state);
  const seq = Number([...document.querySelectorAll('[data-testid=answer]')].at(-1)?.dataset.lastSeq ?? 0);
  if (seq > 0 && seqs.at(-1) !== seq) seqs.push(seq);
  const text = [...document.querySelectorAll('[data-testid=text]')].at(-1);
  if (!text || text.textContent === '') return;
  const formulas = [...text.querySelectorAll('[data-math], .formula-source')];
  const length = text.textContent.length - formulas.reduce((sum, { textContent }) => sum + textContent.length, 0);
  if (lengths.at(-1) !== length) lengths.push(length);
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
`;
