import { expectedAnswer } from '@continuo/simulator/model-name';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { generate, getStats, readToTheEnd } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { useApp } from './support/use-app.ts';
import type { ChatPage } from './support/drive-chat.ts';
import { expectCalls, expectNoFaults } from './support/expect-answer.ts';

/** A conversation is a tree: nothing is overwritten, and each branch can be read and gone on with. */

const QUICK = 'sim-writer@tps=400,tokens=60';
/** From the press of Enter to the badge. */
const CACHED_WITHIN_MS = 300;
const TRIES_MAX = 4;
const SHORTEST = 'sim-writer@tps=0,tokens=5';

const app = useApp();

/** A conversation of these questions, each answered. */
async function converse(prompts: readonly string[], model = QUICK): Promise<ChatPage> {
  const chat = await app.openChat();
  await chat.chooseModel(model);
  for (const [at, prompt] of prompts.entries()) {
    await chat.ask(prompt);
    await waitForAnswers(chat, at + 1);
  }
  return chat;
}

/** Waits until so many answers are on the page and the last one is over. */
async function waitForAnswers(chat: ChatPage, count: number, status = 'complete'): Promise<void> {
  const answers = chat.page.getByTestId('answer');
  await eventually(
    async () => ({
      count: await answers.count(),
      status: (await answers.count()) > 0 ? await answers.last().getAttribute('data-status') : undefined,
    }),
    (shown) => shown.count === count && shown.status === status,
  );
}

/** From the press of Enter to the badge, ms. */
async function measureHit(chat: ChatPage): Promise<number> {
  const { pressedAt, statuses } = await chat.readRecord();
  return (statuses.find(({ status }) => status === 'cached')?.at ?? Infinity) - pressedAt;
}

const readPrompts = (chat: ChatPage): Promise<string[]> => chat.page.getByTestId('prompt').allTextContents();

function promptTurn(chat: ChatPage, at: number): Locator {
  return chat.page.getByTestId('turn').nth(at);
}

async function edit(chat: ChatPage, at: number, prompt: string): Promise<void> {
  await promptTurn(chat, at).getByTestId('prompt').hover();
  await promptTurn(chat, at).getByTestId('edit').click();
  await chat.page.getByTestId('prompt-field').fill(prompt);
  await chat.page.getByTestId('prompt-send').click();
}

describe('a message that is edited', () => {
  test('check 22: leaves the old branch where it was, and the chosen one stays over a reload', async () => {
    const chat = await converse(['What was said?', 'And then?']);
    await edit(chat, 0, 'What was said instead?');
    await waitForAnswers(chat, 1);
    expect(await readPrompts(chat)).toEqual(['What was said instead?']);
    expect(await promptTurn(chat, 0).getByTestId('branch').first().textContent()).toBe('2/2');

    await promptTurn(chat, 0).getByTestId('branch-previous').first().click();
    expect(await readPrompts(chat)).toEqual(['What was said?', 'And then?']);
    expect(new URL(chat.page.url()).searchParams.get('b')).toBe(await chat.taskId());
    await chat.page.reload();
    await waitForAnswers(chat, 2);
    expect(await readPrompts(chat)).toEqual(['What was said?', 'And then?']);

    await promptTurn(chat, 0).getByTestId('branch-next').first().click();
    expect(await readPrompts(chat)).toEqual(['What was said instead?']);
    await chat.page.reload();
    await waitForAnswers(chat, 1);
    expect(await readPrompts(chat)).toEqual(['What was said instead?']);
    expect(await chat.copyAnswer()).toBe(expectedAnswer(QUICK, 'What was said instead?').text);
    await expectNoFaults(chat);
  });

  test('is sent behind the same turn, and what follows goes on behind it', async () => {
    const chat = await converse(['Where does it begin?', 'Where does it go?']);
    await edit(chat, 1, 'Where does it go instead?');
    await eventually(
      () => readPrompts(chat),
      (prompts) => prompts[1] === 'Where does it go instead?',
    );
    await waitForAnswers(chat, 2);
    await chat.ask('Where does it end?');
    await waitForAnswers(chat, 3);
    const [call] = (await app.stack.simulator.readLedger({ prompt: 'Where does it end?' })).calls;
    expect(call?.messages.filter(({ role }) => role === 'user').map(({ text }) => text)).toEqual([
      'Where does it begin?',
      'Where does it go instead?',
      'Where does it end?',
    ]);
  });
});

describe('an answer', () => {
  test('that is made anew stands beside the old one, in another browser too', async () => {
    const chat = await converse(['What is made anew?']);
    const first = await chat.taskId();
    const answer = chat.page.getByTestId('answer').last();
    await answer.getByTestId('regenerate').click();
    await eventually(
      () => chat.taskId(),
      (taskId) => taskId !== first && taskId !== '',
    );
    await waitForAnswers(chat, 1);
    expect(await answer.getByTestId('branch').textContent()).toBe('2/2');
    await expectCalls(app.stack, 'What is made anew?', 2);
    await answer.getByTestId('branch-previous').click();
    await eventually(
      () => chat.taskId(),
      (taskId) => taskId === first,
    );

    const elsewhere = await app.openChat(chat.page.url());
    await waitForAnswers(elsewhere, 1);
    expect(await elsewhere.taskId()).toBe(first);
    expect(await elsewhere.page.getByTestId('answer').getByTestId('branch').textContent()).toBe('1/2');
  });

  test('check 15: that failed for good stays, and is tried again beside it', async () => {
    const prompt = 'What fails for good?';
    const { simulator } = app.stack;
    await simulator.addPlan({ match: { prompt }, plan: { fault: 'error:100:insufficient_quota' } });
    await simulator.addPlan({ match: { prompt }, times: 1, plan: { fault: 'quota' } });
    const chat = await app.openChat();
    await chat.chooseModel('sim-writer@tps=400,tokens=300');
    await chat.ask(prompt);
    await waitForAnswers(chat, 1, 'failed');
    const failed = await chat.copyAnswer();
    expect(failed.length).toBeGreaterThan(100);
    expect(await chat.page.getByTestId('failure').isVisible()).toBe(true);
    await simulator.clearPlans();
    await chat.page.getByTestId('try-again').click();
    await waitForAnswers(chat, 1);
    expect(await chat.page.getByTestId('answer').getByTestId('branch').textContent()).toBe('2/2');
    expect(await chat.copyAnswer()).toBe(expectedAnswer('sim-writer@tps=400,tokens=300', prompt).text);
    await chat.page.getByTestId('answer').getByTestId('branch-previous').click();
    await waitForAnswers(chat, 1, 'failed');
    expect(await chat.copyAnswer()).toBe(failed);
  });

  test('that was given up goes on behind its text, and nothing of it is bought again', async () => {
    const prompt = 'What is given up and goes on?';
    const model = 'sim-writer@tps=400,tokens=300';
    const { simulator } = app.stack;
    await simulator.addPlan({ match: { prompt }, plan: { fault: 'reset:60' } });
    await simulator.addPlan({ match: { prompt }, plan: { fault: '429', retry_after: 60 } });
    const chat = await app.openChat();
    await chat.chooseModel(model);
    await chat.ask(prompt);
    await waitForAnswers(chat, 1, 'failed');
    await chat.page.getByTestId('continue').click();
    await waitForAnswers(chat, 1);
    expect(await chat.copyAnswer()).toBe(expectedAnswer(model, prompt).text);
    const { calls } = await simulator.readLedger({ prompt });
    expect(calls.at(-1)?.first_token).toBeGreaterThan(0);
    expect(await chat.page.getByTestId('answer').getByTestId('branch').textContent()).toBe('2/2');
    await expectNoFaults(chat);
  });

  test('that was stopped is gone on with in a turn behind it', async () => {
    const chat = await app.openChat();
    await chat.chooseModel('sim-writer@tps=100,tokens=3000');
    await chat.ask('What is stopped and goes on?');
    await chat.waitForSeq(20);
    await chat.page.getByTestId('stop').click();
    await chat.waitForStatus('stopped');
    const stopped = await chat.copyAnswer();
    await chat.page.getByTestId('continue').click();
    await eventually(
      () => readPrompts(chat),
      ({ length }) => length === 2,
    );
    const [, goOn = ''] = await readPrompts(chat);
    // The simulator takes it for what it is: a request to continue, with the prompt of the answer it continues.
    const { calls } = await eventually(
      () => app.stack.simulator.readLedger({ prompt: 'What is stopped and goes on?' }),
      (ledger) => ledger.calls.length === 2,
    );
    const asked = calls.at(-1)?.messages.map(({ text }) => text);
    expect(asked).toEqual(['What is stopped and goes on?', stopped, goOn]);
    await chat.page.getByTestId('stop').click();
    await chat.waitForStatus('stopped');
  });

  test('check 23: to the same question comes from the cache, until it is asked for anew', async () => {
    const prompt = 'What was asked before?';
    await converse([prompt]);
    const { cache } = await getStats(app.url);
    const chat = await app.ask(prompt, QUICK);
    await waitForAnswers(chat, 1, 'cached');
    expect(await chat.copyAnswer()).toBe(expectedAnswer(QUICK, prompt).text);
    await expectCalls(app.stack, prompt, 1);
    await eventually(
      () => getStats(app.url),
      (now) => now.cache.hits === cache.hits + 1 && (now.cache.hit_rate ?? 0) > (cache.hit_rate ?? 0),
    );

    let fastestMs = await measureHit(chat);
    // The service is shared with the rest of the machine: one of a few is as fast as it can be.
    for (let tries = 1; fastestMs > CACHED_WITHIN_MS && tries < TRIES_MAX; tries += 1) {
      const again = await app.ask(prompt, QUICK);
      await waitForAnswers(again, 1, 'cached');
      fastestMs = Math.min(fastestMs, await measureHit(again));
    }
    expect(fastestMs).toBeLessThanOrEqual(CACHED_WITHIN_MS);
    await expectCalls(app.stack, prompt, 1);

    await chat.page.getByTestId('cached').click();
    await chat.page.getByTestId('answer-fresh').click();
    await waitForAnswers(chat, 1);
    await expectCalls(app.stack, prompt, 2);
    expect(await chat.page.getByTestId('answer').getByTestId('branch').textContent()).toBe('2/2');
  });
});

describe('a conversation', () => {
  test('shows what is begun in it elsewhere', async () => {
    const chat = await converse(['What is asked here?']);
    const conversationId = new URL(chat.page.url()).pathname.split('/').at(-1) ?? '';
    await generate(app.url, {
      conversation_id: conversationId,
      prompt: 'What is asked there?',
      model: QUICK,
    });
    await waitForAnswers(chat, 2);
    expect(await readPrompts(chat)).toEqual(['What is asked here?', 'What is asked there?']);
    expect(await chat.copyAnswer()).toBe(expectedAnswer(QUICK, 'What is asked there?').text);
  });

  test('is read as far as it is looked at, and a link leads to any of its turns', async () => {
    const taskIds: string[] = [];
    let conversationId: string | undefined;
    for (let number = 1; number <= 34; number++) {
      const prompt = `Question ${number}?`;
      const body = { prompt, model: SHORTEST, ...(conversationId && { conversation_id: conversationId }) };
      const reply = await generate(app.url, body);
      await readToTheEnd(app.stack.urls, reply.task_id);
      taskIds.push(reply.task_id);
      conversationId = reply.conversation_id;
    }
    const chat = await app.openChat(`${app.url}/c/${conversationId}`);
    await chat.page.getByText('Question 34?').first().waitFor();
    expect((await readPrompts(chat)).at(0)).not.toBe('Question 1?');
    await chat.page.getByTestId('transcript').press('Home');
    await eventually(
      () => readPrompts(chat),
      (prompts) => prompts.length === 34 && prompts[0] === 'Question 1?',
    );

    const linked = await app.openChat(`${app.url}/c/${conversationId}?m=${taskIds[2]}`);
    const turn = linked.page.getByTestId('turn').filter({ hasText: 'Question 3?' });
    await turn.waitFor();
    await eventually(
      () => turn.boundingBox(),
      (box) => box !== null && box.y >= 0 && box.y < (linked.page.viewportSize()?.height ?? 0),
    );
    expect((await readPrompts(linked)).at(-1)).toBe('Question 34?');
  });

  test('keeps its model and parameters over a reload, and sends them', async () => {
    const chat = await converse(['With what is it asked?']);
    await chat.page.getByTestId('parameters').click();
    await chat.page.getByTestId('temperature').fill('0.3');
    await chat.page.getByTestId('temperature').press('Enter');
    await chat.page.reload();
    await chat.ask('And with what now?');
    await waitForAnswers(chat, 2);
    const [call] = (await app.stack.simulator.readLedger({ prompt: 'And with what now?' })).calls;
    expect(call?.params).toMatchObject({ temperature: 0.3 });
    expect(call?.requested_model).toBe(QUICK);
  });
});
