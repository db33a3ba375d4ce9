/**
 * Everything that we know can go wrong, row by row: how it is done here, what somebody who waits for an answer sees,
 * and what proves it. Rows 1 to 44 are the ones that systems of this kind are asked about; the others are our own.
 */
export interface FaultRow {
  row: number;
  fault: string;
  /** How the fault is brought about here. */
  how: string;
  userSees: string;
  proof: readonly Proof[];
  /** Why it, or a part of it, cannot be done here. */
  reason?: string;
}

/** A test file, from the top of the repository. Its tests for a row are called `fault <row>: …`, or as said. */
export interface Proof {
  file: string;
  name?: string;
}

function inFaults(...names: string[]): Proof[] {
  return names.map((name) => ({ file: `tests/faults/${name}.test.ts` }));
}

const PROVIDER = { how: 'the simulator answers so', proof: inFaults('provider-faults') };
const GOES_ON = 'a pause of about a lease, then the text goes on where it stood';

export const FAULT_MATRIX: readonly FaultRow[] = [
  {
    row: 1,
    fault: 'the page is loaded again',
    how: 'a real browser reloads, once and again and again',
    userSees: 'the text is back at once and goes on',
    proof: [{ file: 'tests/browser/first-page.test.ts', name: 'a reload in the middle of an answer' }],
  },
  {
    row: 2,
    fault: 'the network flaps',
    how: 'a proxy in front of the gateway resets, stops and swallows connections',
    userSees: 'a short "reconnecting", then the text goes on',
    proof: inFaults('network'),
  },
  {
    row: 3,
    fault: 'a load balancer ends connections',
    how: 'a proxy in front of the gateway sends FIN every so often',
    userSees: 'nothing',
    proof: inFaults('network'),
  },
  {
    row: 4,
    fault: 'a gateway dies',
    how: 'SIGKILL under its readers and under requests that are on their way',
    userSees: 'a reconnect to another gateway',
    proof: inFaults('gateway-killed'),
  },
  {
    row: 5,
    fault: 'a gateway is asked to stop',
    how: 'SIGTERM under readers and under a request; under load as a part of 41',
    userSees: 'nothing',
    proof: [
      {
        file: 'services/gateway/src/drain.test.ts',
        name: 'a drain ends every stream between frames with a new retry, and the other gateway goes on',
      },
    ],
  },
  {
    row: 6,
    fault: 'a generator dies between reading a request and claiming its task',
    how: 'SIGSTOP while it waits for requests, a request, SIGKILL',
    userSees: 'the first word comes a lease later',
    proof: inFaults('generator-killed'),
  },
  {
    row: 7,
    fault: 'a generator dies in mid-answer',
    how: 'SIGKILL of whoever writes most answers, by each way of going on',
    userSees: GOES_ON,
    proof: inFaults('generator-killed', 'takeover'),
  },
  {
    row: 8,
    fault: 'a generator dies just before the terminal entry',
    how: 'the provider stalls behind its last token; SIGKILL',
    userSees: 'the text is there, and is finished about a lease later',
    proof: inFaults('generator-killed'),
  },
  {
    row: 9,
    fault: 'a generator dies after the terminal entry and before the ack',
    how: 'both are one script; what can be lost is its reply',
    userSees: 'nothing',
    proof: [
      {
        file: 'services/generator/src/work-on-task.test.ts',
        name: 'asks for the end again when Redis answers with errors: the answer is bought once',
      },
      {
        file: 'shared/src/redis/scripts/finish.test.ts',
        name: 'ends a task as $type: one atom of entry, status and ack',
      },
    ],
  },
  {
    row: 10,
    fault: 'a generator sleeps through its lease and wakes up as a zombie',
    how: 'SIGSTOP, SIGCONT; writes under its fence are tried in its stead as well',
    userSees: GOES_ON,
    proof: inFaults('generator-silent'),
  },
  {
    row: 11,
    fault: 'two generators claim one task',
    how: 'three ask for one task at the same moment, a thousand times',
    userSees: 'nothing',
    proof: inFaults('two-claims'),
  },
  {
    row: 12,
    fault: 'the event loop of a generator is blocked',
    how: 'a busy loop, started through its debugger',
    userSees: GOES_ON,
    proof: inFaults('generator-silent'),
  },
  {
    row: 13,
    fault: 'a persister dies before or after a commit',
    how: 'SIGKILL while it mirrors; each of the two moments by itself in tests of the persister',
    userSees: 'nothing',
    proof: [
      ...inFaults('persister-killed'),
      {
        file: 'services/persister/src/takeover.test.ts',
        name: 'when it died between a commit in mid-answer and telling Redis',
      },
    ],
  },
  {
    row: 14,
    fault: 'Postgres dies',
    how: 'SIGKILL of the postmaster and all its children',
    userSees: 'nothing; a list that is asked for at that moment is a 503 once',
    proof: inFaults('postgres-away'),
  },
  {
    row: 15,
    fault: 'Postgres is away for long',
    how: 'it is stopped and kept down',
    userSees: 'answers as ever; lists and expired answers are a 503 with Retry-After',
    proof: inFaults('postgres-away'),
  },
  {
    row: 16,
    fault: 'the disk of Postgres is full',
    how: 'a small disk of its own that is filled',
    userSees: 'as 15',
    proof: inFaults('full-disks'),
  },
  {
    row: 17,
    fault: 'Postgres is slow',
    how: 'each batch takes 2 s',
    userSees: 'answers as ever',
    proof: inFaults('postgres-away'),
  },
  {
    row: 18,
    fault: 'Redis dies',
    how: 'SIGKILL, appendfsync always',
    userSees: 'a pause until it is back',
    proof: inFaults('redis-away'),
  },
  {
    row: 19,
    fault: 'Redis dies with appendfsync everysec',
    how: 'a Redis that is set up so is refused at the start',
    userSees: 'nothing: no service becomes ready',
    proof: [
      {
        file: 'services/generator/src/start-generator.test.ts',
        name: 'that could lose what it acknowledged is refused at the start',
      },
    ],
  },
  {
    row: 20,
    fault: 'Redis does not answer for long',
    how: 'SIGSTOP for longer than a lease and a command may take',
    userSees: 'a pause with heartbeats; finished answers can be read',
    proof: inFaults('redis-away', 'answers-without-redis'),
  },
  {
    row: 21,
    fault: 'Redis has no memory left',
    how: 'maxmemory is lowered to what it uses',
    userSees: 'new chats are a 503 with Retry-After; running ones wait; cancel works',
    proof: inFaults('redis-memory'),
  },
  {
    row: 22,
    fault: 'the disk of Redis is full',
    how: 'a small disk of its own that is filled',
    userSees: 'as 20',
    proof: inFaults('full-disks'),
  },
  {
    row: 23,
    fault: 'Redis fails over to a replica (Sentinel)',
    how: 'not done',
    userSees: 'a rewind, if the replica lacked the end',
    proof: [],
    reason:
      'the services speak to one Redis and follow no Sentinel; what they would find afterwards, a Redis that lacks the end of its logs, is row 27',
  },
  {
    row: 24,
    fault: 'an old master is still written to (split brain)',
    how: 'not done',
    userSees: 'as 23',
    proof: [],
    reason: 'as 23: there is one Redis, and no second one that could be written to',
  },
  {
    row: 25,
    fault: 'a slot of a Redis Cluster moves',
    how: 'a Redis in cluster mode that holds all slots: whatever touches two slots at once is refused by it',
    userSees: 'nothing',
    proof: inFaults('cluster-slots'),
    reason:
      'the move itself: the client of the services follows no MOVED; keys and scripts are ready for one that does',
  },
  {
    row: 26,
    fault: 'the append-only file of Redis is torn or damaged',
    how: 'its end is cut off; bytes in its middle are changed',
    userSees: 'torn: nothing; damaged: Redis does not start, and a sentence says what to do',
    proof: inFaults('damaged-log-of-redis'),
  },
  {
    row: 27,
    fault: 'Redis loses all its data',
    how: 'FLUSHALL; SIGKILL and an empty folder',
    userSees:
      'a pause; who was ahead of the mirror sees the end of the text taken back, once, and written again',
    proof: inFaults('redis-data-lost'),
  },
  {
    row: 28,
    fault: 'the provider refuses the key',
    ...PROVIDER,
    userSees: 'an error at once, or another provider',
  },
  { row: 29, fault: 'the provider refuses the request', ...PROVIDER, userSees: 'an error that says why' },
  {
    row: 30,
    fault: 'the provider limits the rate or the money is spent',
    ...PROVIDER,
    userSees: 'a pause, or another provider',
  },
  {
    row: 31,
    fault: 'the provider answers 5xx, or cannot be reached',
    ...PROVIDER,
    userSees: 'a short pause, or another provider',
  },
  {
    row: 32,
    fault: 'the provider sends an error event behind its 200',
    ...PROVIDER,
    userSees: 'a pause, then the text goes on',
  },
  {
    row: 33,
    fault: 'the stream of the provider breaks, or ends without a terminal marker',
    ...PROVIDER,
    userSees: 'a pause, then the text goes on',
  },
  { row: 34, fault: 'the provider sends rubbish', ...PROVIDER, userSees: 'a pause, then the text goes on' },
  {
    row: 35,
    fault: 'the provider falls silent',
    ...PROVIDER,
    userSees: 'a pause as long as the patience, then the text goes on',
  },
  { row: 36, fault: 'the provider sends events twice or in another order', ...PROVIDER, userSees: 'nothing' },
  {
    row: 37,
    fault: 'clocks jump or disagree',
    how: 'generators with clocks an hour off; what a jump of the clock of Redis does is written into it: every lease ran out an hour ago',
    userSees: 'nothing; at most one needless takeover',
    proof: inFaults('clock-skew', 'clock-jump'),
    reason:
      'the clock of Redis itself: moving it for one process needs libfaketime, which nothing that we depend on brings',
  },
  {
    row: 38,
    fault: 'everything dies at once',
    how: 'SIGKILL of all processes but the provider’s in the same moment',
    userSees:
      'a pause of about a lease and the start of the processes, then every text goes on where it stood',
    proof: inFaults('everything-killed'),
  },
  {
    row: 39,
    fault: 'the power fails',
    how: 'not done',
    userSees: 'as 38',
    proof: [],
    reason:
      'nothing here can take back what the kernel has taken; with appendfsync always no reply comes before the disk has it, and a log that ends in half a write is row 26',
  },
  {
    row: 40,
    fault: 'the disk of the logs is full; file descriptors run out',
    how: 'a small disk of its own; a low limit of a gateway',
    userSees: 'nothing; new connections are turned away until there are descriptors again',
    proof: inFaults('full-disks', 'file-descriptors'),
  },
  {
    row: 41,
    fault: 'a rolling deploy',
    how: 'every process is restarted by SIGTERM, one after the other, under load; old and new scripts side by side',
    userSees: 'nothing; a stream reconnects',
    proof: inFaults('rolling-restart', 'mixed-versions'),
  },
  {
    row: 42,
    fault: 'a task kills whoever works on it',
    how: 'SIGKILL of each of its holders before the first word',
    userSees: 'an error that says so; its text is kept; others are unaffected',
    proof: [
      {
        file: 'tests/integration/dead-letters.test.ts',
        name: 'a task that ends its generators one after another is given up as poison',
      },
    ],
  },
  {
    row: 43,
    fault: 'everybody reconnects at once',
    how: 'the gateway of all readers is killed',
    userSees: 'a pause, then the text goes on',
    proof: inFaults('thundering-herd'),
  },
  {
    row: 44,
    fault: 'lines are clogged one by one, and opened in another order',
    how: 'proxies in front of Redis, Postgres and the provider',
    userSees: 'pauses',
    proof: inFaults('swizzle-clog'),
  },
  {
    row: 45,
    fault: 'a generator is asked to stop and may not wait for its answers',
    how: 'SIGTERM with DRAIN_MS 0',
    userSees: 'a pause of a moment, then the text goes on where it stood',
    proof: inFaults('generator-silent'),
  },
  {
    row: 46,
    fault: 'a cancel races with everything else',
    how: 'cancels at random moments of claims, chunks, ends and kills',
    userSees: 'the answer stops where it is, or it had ended; the page says which',
    proof: inFaults('cancel-races'),
  },
];
