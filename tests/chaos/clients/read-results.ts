import type { ResultReply } from '@continuo/shared/protocol/http-api';
import type { Accepted, ResultRecord } from '../evidence/evidence.ts';
import { ask, type Clients } from './client.ts';

/** What the result route says of each task of these clients' owner. */
export async function readResults(clients: Clients, accepted: readonly Accepted[]): Promise<ResultRecord[]> {
  const ids = new Set(accepted.filter(({ owner }) => owner === clients.owner).map(({ taskId }) => taskId));
  const results: ResultRecord[] = [];
  for (const taskId of ids) {
    const response = await ask(clients, results.length, `/api/chat/result/${taskId}`, { method: 'GET' });
    if (!response) continue;
    const text = await response.text();
    if (response.status === 200) results.push({ taskId, ...pickResult(JSON.parse(text) as ResultReply) });
    else results.push({ taskId, status: `${response.status}`, text });
  }
  return results;
}

function pickResult({ status, text }: ResultReply): Omit<ResultRecord, 'taskId'> {
  return { status, text };
}
