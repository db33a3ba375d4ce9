/** Every bound of the protocol, with its unit in its name. What reaching one answers stands beside it. */

/** HTTP request body; 413 `payload_too_large`. */
export const BODY_BYTES_MAX = 256 * 1024;
/** Nesting of a JSON body; 422 `validation`. JSON.parse takes any depth, JSON.stringify does not. */
export const JSON_DEPTH_MAX = 32;
/** Messages of one request; 422. With its history: 422 `context_too_long`. */
export const MESSAGES_MAX = 1_000;
/** Characters of one message; 422. */
export const MESSAGE_CHARS_MAX = 200_000;
/** Characters of a request with its history; 422 `context_too_long`. Bounds the time a submit holds Redis. */
export const CONTEXT_CHARS_MAX = 2_000_000;
/** Providers that a request may name beside the first; 422. */
export const FALLBACKS_MAX = 4;
/** Idempotency-Key, printable ASCII; 400 `invalid_idempotency_key`. */
export const IDEMPOTENCY_KEY_CHARS_MAX = 255;
/** Entries of one append; writers send more in further appends. Bounds the time a script holds Redis. */
export const ENTRIES_PER_APPEND_MAX = 64;
/** Characters of one chunk; writers cut longer provider parts, never inside a surrogate pair. */
export const CHUNK_CHARS_MAX = 8_192;
/** Entries of one task; reached, the task fails with `answer_too_long`. */
export const ENTRIES_PER_TASK_MAX = 200_000;
/** Characters of an answer that is served from the cache; a longer one is generated anew. */
export const CACHED_ANSWER_CHARS_MAX = 400_000;
/** Characters that a retry takes over from the task it retries; what was kept beyond them is generated anew. */
export const RETRIED_CHARS_MAX = 2_000_000;
/** Characters of the title that a person gives to a conversation; 422. */
export const TITLE_CHARS_MAX = 200;
/** Characters of a search; 422. */
export const SEARCH_CHARS_MAX = 300;
/** Lines of one batch; 422. */
export const BATCH_LINES_MAX = 10_000;
/** A batch as JSON, which is read whole; 413. Larger ones come as JSONL. */
export const BATCH_JSON_BYTES_MAX = 1024 * 1024;
/** A batch as JSONL, which is read line by line, each of at most BODY_BYTES_MAX (422); 413. */
export const BATCH_BYTES_MAX = 64 * 1024 * 1024;
/** Faults of a batch that are told. */
export const BATCH_FAULTS_MAX = 20;
export const BATCH_NAME_CHARS_MAX = 200;
/** Characters of a line's custom_id; 422. */
export const CUSTOM_ID_CHARS_MAX = 200;
/** Lines of one batch under way at a time; 422. */
export const BATCH_CONCURRENCY_MAX = 64;
export const BATCH_CONCURRENCY_DEFAULT = 4;
/** Batches of one owner that have not ended; 503 `overloaded`. */
export const OPEN_BATCHES_MAX = 100;
/** Items of one list page; 422. */
export const LIST_PAGE_MAX = 200;
/** Tasks of which a worker says whose they are. */
export const WORKER_TASKS_NAMED_MAX = 20;
/** How long the cache names a running task, should its end never be told; then the next one asks anew. */
export const CACHE_RUNNING_MS = 3_600_000;
