import type { WireFormat } from '@continuo/shared/protocol/models';
import type { Call } from '../calls/call.ts';
import { makeChatEncoder } from './chat-encoder.ts';
import { makeMessagesEncoder } from './messages-encoder.ts';
import { makeResponsesEncoder } from './responses-encoder.ts';
import type { Encoder } from './encoder.ts';

export function makeEncoder(wire: WireFormat, call: Call): Encoder {
  switch (wire) {
    case 'chat-completions':
      return makeChatEncoder(call);
    case 'responses':
      return makeResponsesEncoder(call, { includeObfuscation: call.request.includeObfuscation });
    case 'messages':
      return makeMessagesEncoder(call);
  }
}
