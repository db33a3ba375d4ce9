import { describe, expect, test } from 'vitest';
import { getResult } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { openStoreProxy } from '../support/store-proxy.ts';
import { useApp } from './support/use-app.ts';
import { expectCalls, expectNoFaults, expectWholeAnswer, MODEL } from './support/expect-answer.ts';
import { HELD, letGo, waitUntilHeld } from './support/hold-answer.ts';

const app = useApp();

test('the same question again is answered from the cache and says so', async () => {
  const first = await app.ask('What is asked twice?');
  await first.waitForStatus('complete');
  const second = await app.ask('What is asked twice?');
  await second.waitForStatus('cached');
  expect(await second.page.getByTestId('cached').isVisible()).toBe(true);
  await expectWholeAnswer(app.stack, second, 'What is asked twice?');
  await expectCalls(app.stack, 'What is asked twice?', 1);
});

test('a second question carries the conversation so far', async () => {
  const chat = await app.ask('What comes first?');
  await chat.waitForStatus('complete');
  const answer = await chat.copyAnswer();
  await chat.ask('And what second?');
  await eventually(
    () => chat.page.getByTestId('answer').count(),
    (count) => count === 2,
  );
  await chat.waitForStatus('complete');
  const [call] = (await app.stack.simulator.readLedger({ prompt: 'And what second?' })).calls;
  expect(call?.messages.map(({ text }) => text)).toEqual(['What comes first?', answer, 'And what second?']);
  await chat.page.reload();
  expect(await chat.page.getByTestId('prompt').allTextContents()).toEqual([
    'What comes first?',
    'And what second?',
  ]);
});

describe('a reload in the middle of an answer', () => {
  test('leaves the answer stoppable', async () => {
    const prompt = 'What is stopped after a reload?';
    const chat = await app.ask(prompt, 'sim-writer@tps=50,tokens=2000');
    await chat.waitForSeq(50);
    await chat.page.reload();
    await chat.page.getByTestId('stop').click();
    await chat.waitForStatus('stopped');
    const stopped = await chat.copyAnswer();
    expect(stopped.length).toBeGreaterThan(100);
    expect(stopped).toBe((await getResult(app.url, await chat.taskId())).text);
    await chat.page.reload();
    await chat.waitForStatus('stopped');
    expect(await chat.copyAnswer()).toBe(stopped);
    const [call] = (await app.stack.simulator.readLedger({ prompt })).calls;
    expect(call?.output_tokens).toBeLessThan(2000);
    await expectNoFaults(chat);
  });

  test('keeps a message that is still being written', async () => {
    const chat = await app.openChat();
    await chat.page.getByTestId('composer').fill('Half a thou');
    await chat.page.reload();
    expect(await chat.page.getByTestId('composer').inputValue()).toBe('Half a thou');
  });
});

describe('a connection that breaks', () => {
  test('does not lose a message, and sends it once', async () => {
    const proxy = await openStoreProxy(app.url);
    const prompt = 'What is sent once?';
    const chat = await app.openChat(proxy.url);
    await chat.chooseModel(MODEL);
    proxy.cut();
    await chat.ask(prompt);
    await chat.page.locator('#conn[data-state=reconnecting]').waitFor({ state: 'attached' });
    proxy.mend();
    await chat.waitForStatus('complete');
    await expectWholeAnswer(app.stack, chat, prompt);
    expect(await chat.page.getByTestId('prompt').count()).toBe(1);
    await expectCalls(app.stack, prompt, 1);
  });
});

test('an answer that fails keeps its text, with the reason below it', async () => {
  const prompt = 'What fails?';
  const { simulator } = app.stack;
  await simulator.addPlan({ match: { prompt }, plan: { fault: 'error:100:insufficient_quota' } });
  await simulator.addPlan({ match: { prompt }, times: 9, plan: { fault: 'quota' } });
  const chat = await app.ask(prompt);
  await chat.waitForStatus('failed');
  const copied = await chat.copyAnswer();
  expect(copied.length).toBeGreaterThan(100);
  expect(copied).toBe((await getResult(app.url, await chat.taskId())).text);
  expect(await chat.page.getByTestId('failure').textContent()).toContain('Retry');
});

test('back and forward lead through the conversations', async () => {
  const chat = await app.ask('What was first?', HELD);
  await waitUntilHeld(app, chat, 'What was first?');
  await chat.page.getByTestId('new-chat').click();
  // Both are held.
  await letGo(app, 'What was');
  await chat.ask('What was next?');
  await chat.waitForStatus('complete');
  await chat.page.goBack();
  await chat.page.goBack();
  await chat.waitForStatus('complete');
  await expectWholeAnswer(app.stack, chat, 'What was first?', HELD);
});
