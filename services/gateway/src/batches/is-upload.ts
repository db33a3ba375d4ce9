/** JSONL under the names that programs give it: there is no registered one for it. */
export const UPLOAD_TYPES = ['application/jsonl', 'application/x-ndjson', 'text/plain'] as const;

const UPLOAD_TYPE =
  /^(application\/jsonl|application\/x-ndjson|text\/plain)\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** Whether a request's body is a batch as JSONL, which its route reads line by line. */
export function isUpload(method: string, path: string, contentType: string | undefined): boolean {
  return method === 'POST' && path === '/api/batches' && UPLOAD_TYPE.test(contentType ?? '');
}
