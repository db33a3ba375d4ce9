import { expectedAnswer } from '@continuo/simulator/model-name';
import { describe, expect, test } from 'vitest';
import { generate, getStatus, getWorkflow, readStream } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { useApp } from './support/use-app.ts';
import type { ChatPage } from './support/drive-chat.ts';
import { expectWholeAnswer, MODEL } from './support/expect-answer.ts';
import { HELD, letGo, waitUntilHeld } from './support/hold-answer.ts';
import { openFront } from './support/open-front.ts';
import { readBoxRecord, recordBox } from './support/box-record.ts';

/** The chat screen: what it shows of an answer's fate, and that nothing moves under the eyes. */

/** The box of an answer is never smaller than it was, but for what a browser rounds. */
const ROUNDING_PX = 1;

/** How far a note is from the top of the text that it stands beside, and how far that may be: not to the next line. */
const FIRST_NOTE_FROM_TEXT_PX = `(() => {
  const top = (element) => element.getBoundingClientRect().top;
  const seam = document.querySelector('[data-testid=seam]');
  return Math.abs(top(seam) - top(seam.nextElementSibling.firstElementChild));
})()`;
const LINE_PX = 8;
/** From the wish to stop to the end of the provider's call. */
const CLOSED_WITHIN_MS = 2_000;
/** Some seconds of an answer. */
const MANY_ENTRIES = 200;

const app = useApp({ generators: 2 });

/** Kills the generator that makes the last answer on the page. */
async function killHolder(chat: ChatPage): Promise<void> {
  const { attempts } = await getWorkflow(app.url, await chat.taskId());
  const pid = Number(attempts.at(-1)?.worker.split('-').at(-1));
  const holder = app.stack.processes().find((process) => process.pid === pid);
  if (!holder) throw new Error('nobody holds the task');
  process.kill(holder.pid, 'SIGKILL');
}

const scrollTopOf = (chat: ChatPage): Promise<number> =>
  chat.page.getByTestId('transcript').evaluate((element) => Math.round(element.scrollTop));

/** A wheel goes on for a moment. */
async function waitForStandstill(chat: ChatPage): Promise<number> {
  let top = -1;
  await eventually(
    async () => {
      const before = top;
      top = await scrollTopOf(chat);
      return before;
    },
    (before) => before === top,
  );
  return top;
}

/** The end of the text is in view. While it grows it is not, for a part of a frame. */
async function expectAtEnd(chat: ChatPage): Promise<void> {
  await eventually(
    () =>
      chat.page
        .getByTestId('transcript')
        .evaluate((element) => element.scrollHeight - element.clientHeight - element.scrollTop),
    (fromEndPx) => fromEndPx <= 1,
  );
  expect(await chat.page.getByTestId('jump').count()).toBe(0);
}

describe('a takeover', () => {
  test('check 10: moves nothing that is read, and nothing becomes smaller', async () => {
    const prompt = 'What does not move?';
    // With a formula before the hold: what sets the first one is fetched, and until then its source stands there.
    const chat = await app.ask(prompt, 'sim-writer@tps=400,tokens=1000,hold=600');
    await waitUntilHeld(app, chat, prompt);
    await chat.page.getByTestId('transcript').hover();
    await chat.page.mouse.wheel(0, -200);
    await chat.page.getByTestId('jump').waitFor();
    await recordBox(chat.page);
    await killHolder(chat);
    await letGo(app, prompt);
    await chat.waitForStatus('complete');
    const { dropPx, movedPx, frames } = await readBoxRecord(chat.page);
    expect(frames).toBeGreaterThan(10);
    expect(dropPx).toBeLessThanOrEqual(ROUNDING_PX);
    expect(movedPx).toBeLessThanOrEqual(ROUNDING_PX);
    expect(await chat.page.getByTestId('answer').getAttribute('data-attempt')).toBe('2');
  });

  test('check 10: that begins again folds the old text away, and the box keeps its height', async () => {
    const prompt = 'What begins again?';
    const model = 'sim-writer@tps=200,tokens=250';
    const { simulator } = app.stack;
    await simulator.addPlan({ match: { prompt }, plan: { hold: 100, fault: 'reset:150' } });
    await simulator.addPlan({ match: { prompt }, times: 9, plan: { restart: true, seed: 7 } });
    const chat = await app.ask(prompt, model);
    await chat.page.getByTestId('text').locator('p').first().waitFor();
    await recordBox(chat.page);
    await letGo(app, prompt);
    await chat.waitForStatus('complete');
    const { dropPx } = await readBoxRecord(chat.page);
    expect(dropPx).toBeLessThanOrEqual(ROUNDING_PX);

    const folded = chat.page.getByTestId('interruption');
    expect(await folded.locator('summary').textContent()).toMatch(
      /^Attempt 1 was interrupted after \d+ words$/,
    );
    expect(await folded.getAttribute('open')).toBeNull();
    const dropped = (await folded.locator('p').textContent()) ?? '';
    const copied = await chat.copyAnswer();
    expect(dropped.length).toBeGreaterThan(100);
    expect(copied).not.toContain(dropped);
    expect(copied).toBe(expectedAnswer(`${model},seed=7`, prompt).text);
  });
});

test('check 14: a provider that is overloaded twice is asked again, and the page says when', async () => {
  const prompt = 'What comes at the third try?';
  const { simulator } = app.stack;
  await simulator.addPlan({ match: { prompt }, plan: { fault: '529', retry_after_ms: 2_500 } });
  await simulator.addPlan({ match: { prompt }, plan: { fault: '529', retry_after_ms: 10 } });
  const chat = await app.ask(prompt);
  const strip = chat.page.getByTestId('retry');
  await strip.waitFor();
  expect(await chat.page.getByTestId('answer').getAttribute('data-status')).toBe('retrying');
  const said = (await strip.textContent()) ?? '';
  expect(said).toContain('2 of');
  const secondsIn = (text: string | null): number => Number(/in (\d+)\s/.exec(text ?? '')?.[1] ?? 0);
  await eventually(
    () => strip.textContent(),
    (now) => secondsIn(now) < secondsIn(said),
  );
  await chat.waitForStatus('complete');
  await expectWholeAnswer(app.stack, chat, prompt);
  expect(await chat.page.getByTestId('task-link').textContent()).toContain('3 attempts');
  // One note stands at one place: that of the attempt that wrote the text.
  expect(await chat.page.getByTestId('seam').allTextContents()).toEqual([
    expect.stringMatching(/attempt.3$/),
  ]);
  expect(await chat.page.evaluate<number>(FIRST_NOTE_FROM_TEXT_PX)).toBeLessThanOrEqual(LINE_PX);
});

test('an answer that another browser saw being made says how many attempts it took, and tells of each', async () => {
  const prompt = 'What took two tries elsewhere?';
  await app.stack.simulator.addPlan({ match: { prompt }, plan: { fault: '529', retry_after_ms: 100 } });
  const { task_id: taskId, conversation_id: id } = await generate(app.url, { prompt, model: MODEL });
  await readStream(app.url, taskId);
  const front = await openFront(app.url);
  const { page } = await app.openChat(`${front.url}/c/${id}`);
  const note = page.getByTestId('earlier-attempts');
  await note.waitFor();
  expect(await note.textContent()).toBe('2 attempts');

  front.refuse('/api/workflows/', 'unknown_task');
  await note.getByRole('button').click();
  const pane = page.getByTestId('answer-details');
  await pane.getByTestId('details-fault').waitFor();
  front.allow('/api/workflows/');
  await pane.getByTestId('try-again').click();
  await pane.getByTestId('attempt').nth(1).waitFor();
  expect(await pane.getByTestId('attempt').allTextContents()).toEqual([
    expect.stringMatching(/^Attempt 1failed/),
    expect.stringMatching(/^Attempt 2completed/),
  ]);
});

test('check 19: an answer is stopped after a reload, and stays as it was', async () => {
  const prompt = 'What is stopped after a reload of the page?';
  const chat = await app.ask(prompt, HELD);
  await waitUntilHeld(app, chat, prompt);
  await chat.page.reload();
  await chat.page.getByTestId('stop').waitFor();
  const askedAt = Date.now();
  await chat.page.getByTestId('composer').press('Escape');
  const { calls } = await eventually(
    () => app.stack.simulator.readLedger({ prompt }),
    (ledger) => ledger.calls[0]?.end === 'client_closed',
  );
  expect(calls).toHaveLength(1);
  expect((calls[0]?.ended_at ?? Infinity) - askedAt).toBeLessThan(CLOSED_WITHIN_MS);
  await chat.waitForStatus('stopped');
  const stopped = await chat.copyAnswer();
  expect(stopped.length).toBeGreaterThan(100);
  expect(await chat.page.getByTestId('stopped').textContent()).toContain('Stopped by you');
  await chat.page.reload();
  await chat.waitForStatus('stopped');
  expect(await chat.copyAnswer()).toBe(stopped);
});

/**
 * Makes the last finished paragraph in view scroll by itself, and tells where it is: no block of an answer does so far.
 * A script for the page itself: the tests are checked without the browser's types.
 */
const NEST_SCROLLER = `(() => {
  const view = document.querySelector('[data-testid=transcript]').getBoundingClientRect();
  const block = [...document.querySelectorAll('[data-testid=text] > div:not(.tail) > p')]
    .findLast((each) => each.getBoundingClientRect().bottom < view.bottom && each.getBoundingClientRect().top > view.top);
  const { height, left, top } = block.getBoundingClientRect();
  Object.assign(block.style, { height: height + 'px', overflowY: 'scroll' });
  block.append(...Array.from({ length: 20 }, () => document.createElement('br')));
  block.scrollTop = 40;
  window.__nested = block;
  return { x: left + 20, y: top + height / 2 };
})()`;

describe('check 34: scrolling', () => {
  test('up while an answer is written leaves the text where it is, until one jumps to the end', async () => {
    const prompt = 'What is read above?';
    const chat = await app.ask(prompt, 'sim-writer@tps=100,tokens=1500,hold=300');
    await waitUntilHeld(app, chat, prompt);
    await expectAtEnd(chat);
    await chat.page.getByTestId('transcript').hover();
    await chat.page.mouse.wheel(0, -200);
    const jump = chat.page.getByTestId('jump');
    await jump.waitFor();
    const top = await waitForStandstill(chat);
    const seq = await chat.lastSeq();
    await letGo(app, prompt);
    await chat.waitForSeq(seq + MANY_ENTRIES);
    expect(Math.abs((await scrollTopOf(chat)) - top)).toBeLessThanOrEqual(1);
    expect(await jump.textContent()).toMatch(/\d+ new lines/);

    await jump.click();
    await jump.waitFor({ state: 'detached' });
    await chat.waitForSeq(seq + 2 * MANY_ENTRIES);
    await expectAtEnd(chat);
  });

  test('inside a block of an answer is no scrolling of the text', async () => {
    const prompt = 'What scrolls by itself?';
    const chat = await app.ask(prompt, 'sim-writer@tps=400,tokens=1200,fault=stall:500');
    // The text stands still, with its end in view, while the answer goes on.
    await eventually(
      () => app.stack.simulator.readLedger({ prompt }),
      ({ calls }) => calls[0]?.delivered_tokens === 500,
    );
    await eventually(
      async () => [(await getStatus(app.url, await chat.taskId())).seq, await chat.lastSeq()],
      ([stored, shown]) => stored === shown,
    );
    await expectAtEnd(chat);
    const { x, y } = await chat.page.evaluate<{ x: number; y: number }>(NEST_SCROLLER);
    await chat.page.mouse.move(x, y);
    await eventually(
      async () => {
        await chat.page.mouse.wheel(0, -10);
        return chat.page.evaluate<number>('window.__nested.scrollTop');
      },
      (top) => top < 40,
    );
    await expectAtEnd(chat);
  });
});
