/**
 * A script for the page itself: notes what changes on it, so that nothing has to be looked for at the right moment.
 * Text, because the tests are checked without the browser's types.
 */
export const RECORDER = `
window.__record = { states: [], statuses: [], seqs: [], lengths: [], bars: [], violations: [], calls: [], pressedAt: 0 };
const ask = window.fetch;
window.fetch = (input, init) => {
  const call = { path: new URL(input.url ?? input, location.href).pathname, startedAt: Date.now(), endedAt: null };
  window.__record.calls.push(call);
  const reply = ask(input, init);
  const end = () => (call.endedAt = Date.now());
  reply.then(end, end);
  return reply;
};
const press = () => (window.__record.pressedAt = Date.now());
addEventListener('click', press, { capture: true });
addEventListener('keydown', ({ key }) => key === 'Enter' && press(), { capture: true });
addEventListener('securitypolicyviolation', (event) => {
  window.__record.violations.push(event.violatedDirective + ' ' + event.blockedURI);
});
new MutationObserver(() => {
  const { states, statuses, seqs, lengths, bars } = window.__record;
  const conn = document.querySelector('#conn');
  const state = conn?.dataset.state;
  const bar = conn?.textContent ?? '';
  if (bar !== '' && bars.at(-1) !== bar) bars.push(bar);
  if (state !== undefined && states.at(-1) !== state) states.push(state);
  const answer = [...document.querySelectorAll('[data-testid=answer]')].at(-1);
  const status = answer?.dataset.status;
  if (status !== undefined) window.__record.firstAnswerMs ??= performance.now();
  if (status !== undefined && statuses.at(-1)?.status !== status) statuses.push({ status, at: Date.now() });
  const seq = Number(answer?.dataset.lastSeq ?? 0);
  if (seq > 0 && seqs.at(-1) !== seq) seqs.push(seq);
  const text = [...document.querySelectorAll('[data-testid=text]')].at(-1);
  if (!text || text.textContent === '') return;
  const formulas = [...text.querySelectorAll('[data-math], .formula-source')];
  const length = text.textContent.length - formulas.reduce((sum, { textContent }) => sum + textContent.length, 0);
  if (lengths.length === 0) window.__record.firstTextMs = performance.now();
  if (lengths.at(-1) !== length) lengths.push(length);
}).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
`;
