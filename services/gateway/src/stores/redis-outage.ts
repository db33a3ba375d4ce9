/** Socket errors that say: not reachable now. */
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
]);
/** ioredis' own words, and the first words of Redis replies that mean "not now". */
const OUTAGE_MESSAGE =
  /^(Command timed out|Command aborted|Connection is closed|Reached the max retries|LOADING|BUSY |MASTERDOWN|READONLY|CLUSTERDOWN|TRYAGAIN|MISCONF|NOREPLICAS)/;

/** Whether Redis was not to be reached or not ready, as opposed to a defect of ours. */
export function isRedisOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && SOCKET_CODES.has(String(error.code))) || OUTAGE_MESSAGE.test(error.message);
}

/** Whether Redis is out of memory: it takes no new tasks; those it has go on. Of a transaction its steps tell. */
export function isRedisFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // The steps of a transaction that was never sent have all the same error, which then names itself.
  const steps = 'previousErrors' in error && Array.isArray(error.previousErrors) ? error.previousErrors : [];
  return [error, ...steps].some((each) => each instanceof Error && each.message.startsWith('OOM'));
}
