/** RFC 9457 problem details: the closed set of problems this API answers with. */
interface ProblemKind {
  status: 400 | 403 | 404 | 405 | 406 | 409 | 410 | 413 | 415 | 422 | 426 | 500 | 503;
  title: string;
}

export const PROBLEMS = {
  invalid_json: { status: 400, title: 'The body is not JSON.' },
  invalid_cursor: { status: 400, title: 'The cursor is malformed.' },
  cursor_ahead: { status: 400, title: 'The cursor is ahead of the log or of another task.' },
  invalid_idempotency_key: { status: 400, title: 'The Idempotency-Key is malformed.' },
  invalid_request: { status: 400, title: 'The request is malformed.' },
  cross_site: { status: 403, title: 'Requests from other sites are refused.' },
  unknown_task: { status: 404, title: 'There is no such task.' },
  unknown_batch: { status: 404, title: 'There is no such batch.' },
  unknown_conversation: { status: 404, title: 'There is no such conversation.' },
  not_found: { status: 404, title: 'There is nothing here.' },
  method_not_allowed: { status: 405, title: 'This resource does not take this method.' },
  not_acceptable: { status: 406, title: 'This resource is only served as text/event-stream.' },
  turn_running: { status: 409, title: 'The turn that this one answers is still being written.' },
  not_finished: { status: 409, title: 'It has not finished.' },
  already_over: { status: 409, title: 'It is over, and nothing changes that.' },
  gone: { status: 410, title: 'The log was removed by retention.' },
  payload_too_large: { status: 413, title: 'The body is larger than the limit.' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json.' },
  validation: { status: 422, title: 'Some fields are not valid.' },
  unknown_model: { status: 422, title: 'This provider or model is not on offer.' },
  context_too_long: { status: 422, title: 'The conversation is too long for this model.' },
  idempotency_conflict: { status: 422, title: 'The Idempotency-Key was used for another request.' },
  upgrade_required: { status: 426, title: 'This resource is only served over a WebSocket.' },
  internal: { status: 500, title: 'Continuo failed; this is a defect.' },
  unavailable: { status: 503, title: 'A store is not reachable at the moment.' },
  overloaded: { status: 503, title: 'Too much is in flight at the moment.' },
  no_room: { status: 503, title: 'There is no room for new tasks at the moment.' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One field that is not valid; `pointer` is an RFC 6901 JSON pointer into the body. */
export interface FieldFault {
  /** Of JSONL: the line that the pointer leads into, from 1. */
  line?: number;
  pointer: string;
  detail: string;
}

/** The body of every error reply, as `application/problem+json`. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail?: string;
  request_id?: string;
  errors?: FieldFault[];
}

export function makeProblem(code: ProblemCode, detail?: string, errors?: FieldFault[]): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: `/docs#problem-${code}`,
    title,
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors }),
  };
}
