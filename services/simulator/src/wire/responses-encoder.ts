import type { Call } from '../calls/call.ts';
import type { Encoder } from './encoder.ts';
import { dataFrame, eventFrame } from './sse-frame.ts';
import { describeResponse, messageItem, type ResponseStatus } from './response-object.ts';

const TERMINAL_EVENTS: Partial<Record<ResponseStatus, string>> = {
  completed: 'response.completed',
  incomplete: 'response.incomplete',
  failed: 'response.failed',
};

export interface ResponsesEncoderOptions {
  includeObfuscation: boolean;
}

/**
 * OpenAI's responses. Every frame is one event and its `sequence_number` is its place in the stream from 0, so
 * `starting_after=N` skips N + 1 frames. A cancelled response has no last event.
 */
export function makeResponsesEncoder(call: Call, { includeObfuscation }: ResponsesEncoderOptions): Encoder {
  const { output } = call;
  const place = { item_id: messageItem(call).id, output_index: 0, content_index: 0 };

  const opening = (): string[] => {
    const emptyItem = { ...messageItem(call), status: 'in_progress', content: [] };
    const events: [string, object][] = [
      [
        'response.created',
        { response: describeResponse(call, call.isBackground ? 'queued' : 'in_progress') },
      ],
      ...(call.isBackground
        ? [['response.queued', { response: describeResponse(call, 'queued') }] satisfies [string, object]]
        : []),
      ['response.in_progress', { response: describeResponse(call, 'in_progress') }],
      ['response.output_item.added', { output_index: 0, item: emptyItem }],
      [
        'response.content_part.added',
        { ...place, part: { type: 'output_text', text: '', annotations: [], logprobs: [] } },
      ],
    ];
    return events.map(([type, fields], index) => frame(type, index, fields));
  };
  const openingLength = call.isBackground ? 5 : 4;

  const closing = (): string[] => {
    const response = describeResponse(call);
    const terminal = TERMINAL_EVENTS[response.status];
    if (terminal === undefined) return [];
    const item = { ...messageItem(call), status: response.status };
    const [part] = item.content;
    const events: [string, object][] =
      response.status === 'failed'
        ? []
        : [
            ['response.output_text.done', { ...place, text: part.text, logprobs: [] }],
            ['response.content_part.done', { ...place, part }],
            ['response.output_item.done', { output_index: 0, item }],
          ];
    events.push([terminal, { response }]);
    return events.map(([type, fields], index) =>
      frame(type, openingLength + call.progress.generated + index, fields),
    );
  };

  return {
    opening,
    delta: (index) =>
      frame('response.output_text.delta', openingLength + index, {
        ...place,
        delta: output.tokens[index],
        logprobs: [],
        ...(includeObfuscation && { obfuscation: obfuscationFor(output.tokens[index]) }),
      }),
    closing,
    error: (index, code = 'server_error') =>
      eventFrame('error', {
        type: 'error',
        sequence_number: openingLength + index,
        code,
        message: 'The server had an error while processing your request. Sorry about that!',
        param: null,
      }),
    padding: (bytes) => dataFrame({ type: 'response.padding', padding: 'x'.repeat(bytes) }),
    ping: ': ping\n\n',
    body: () => describeResponse(call),
  };
}

const PADDED_CHARS = 16;

/** Fills a delta up, so that its length on the wire does not tell the token's. */
function obfuscationFor(token = ''): string {
  return 'a'.repeat(Math.max(1, PADDED_CHARS - token.length));
}

function frame(type: string, sequenceNumber: number, fields: object): string {
  return eventFrame(type, { type, sequence_number: sequenceNumber, ...fields });
}
