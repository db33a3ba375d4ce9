import { expect, test } from 'vitest';
import { eventually, useSimulator } from '../testing/simulator.ts';

const said = [{ role: 'user' as const, content: 'Explain logs' }];

test('a plan fails the first request that matches and leaves the next alone', async () => {
  const { openai, addPlan, readLedger } = await useSimulator();
  await addPlan({ match: { prompt: 'logs' }, plan: { fault: '503', retry_after: 1 } });
  const ask = () => openai.chat.completions.create({ model: 'sim-writer', messages: said });
  await expect(ask()).rejects.toMatchObject({ status: 503 });
  expect((await ask()).choices).toHaveLength(1);
  const { calls, refused } = await readLedger();
  expect([calls.length, refused.length]).toEqual([1, 1]);
});

test('a plan can fail retrieving and cancelling', async () => {
  const { openai, addPlan } = await useSimulator();
  const { id } = await openai.responses.create({
    model: 'sim-background',
    input: 'Explain logs',
    background: true,
  });
  await addPlan({ match: { endpoint: 'retrieve' }, plan: { fault: '500' } });
  await addPlan({ match: { endpoint: 'cancel' }, plan: { fault: '502' } });
  await expect(openai.responses.retrieve(id)).rejects.toMatchObject({ status: 500 });
  await expect(openai.responses.cancel(id)).rejects.toMatchObject({ status: 502 });
  expect((await openai.responses.retrieve(id)).id).toBe(id);
});

test('cleared plans do not count', async () => {
  const { openai, addPlan, clearPlans } = await useSimulator();
  await addPlan({ match: {}, times: 9, plan: { fault: '500' } });
  await clearPlans();
  const completion = await openai.chat.completions.create({ model: 'sim-writer', messages: said });
  expect(completion.choices).toHaveLength(1);
});

test('settings count for the requests after them', async () => {
  const { openai, changeSettings, readCall } = await useSimulator();
  expect(await changeSettings({ first_token_ms: 60_000 })).toMatchObject({
    first_token_ms: 60_000,
    tokens_per_second: 0,
  });
  const stream = await openai.chat.completions.create({ model: 'sim-writer', messages: said, stream: true });
  expect((await readCall()).output_tokens).toBe(0);
  stream.controller.abort();
});

test('an answer that is held waits at its token until its prompt is released, and later ones do not', async () => {
  const { openai, release, readCall, readLedger } = await useSimulator();
  const model = 'sim-writer@tokens=200,hold=70';
  const ask = () => openai.chat.completions.create({ model, messages: said });
  const asked = ask();
  await eventually(async () => (await readLedger()).calls[0]?.output_tokens).toBe(70);
  await release('joins');
  expect((await readCall()).end).toBeNull();
  await release('logs');
  expect((await asked).usage?.completion_tokens).toBe(200);
  expect((await ask()).usage?.completion_tokens).toBe(200);
});

test('a cleared ledger is empty', async () => {
  const { openai, clearLedger, readLedger } = await useSimulator();
  await openai.chat.completions.create({ model: 'sim-writer', messages: said });
  await clearLedger();
  expect(await readLedger()).toEqual({ calls: [], refused: [], dropped: 0 });
});

test('the ledger keeps what a request said', async () => {
  const { openai, readCall } = await useSimulator();
  await openai.chat.completions.create({ model: 'sim-writer@tokens=5', messages: said, temperature: 0.5 });
  expect(await readCall({ prompt: 'logs' })).toMatchObject({
    wire: 'chat-completions',
    model: 'sim-writer',
    requested_model: 'sim-writer@tokens=5',
    messages: [{ role: 'user', text: 'Explain logs' }],
    params: { temperature: 0.5 },
    start: 'fresh',
    first_token: 0,
    answer_tokens: 5,
    output_tokens: 5,
    delivered_tokens: 5,
    end: 'completed',
    open_connections: 0,
  });
});

test.each([
  ['/control/settings', { tokens_per_second: -1 }],
  ['/control/settings', { speed: 1 }],
  ['/control/plans', { match: {}, plan: { fault: 'explode' } }],
  ['/control/plans', { plan: {} }],
])('POST %s refuses what it does not understand (%#)', async (path, body) => {
  const { url } = await useSimulator();
  const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
});

test('health is good, an unknown route 404', async () => {
  const { url } = await useSimulator();
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect((await fetch(`${url}/v1/nothing`)).status).toBe(404);
});
