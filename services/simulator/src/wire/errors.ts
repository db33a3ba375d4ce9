import type { WireFormat } from '@continuo/shared/protocol/models';

/** One error before it is put into a vendor's envelope. */
export interface ApiError {
  status: number;
  /** Instead of the vendor's own code for the status. */
  code?: string | null | undefined;
  message?: string | undefined;
  /** OpenAI's name of the parameter at fault. */
  param?: string | undefined;
}

interface Wording {
  type: string;
  code: string | null;
  message: string;
}

const OPENAI: Readonly<Record<number, Wording>> = {
  400: { type: 'invalid_request_error', code: null, message: 'Invalid request.' },
  401: {
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided. You can find your API key in your account settings.',
  },
  403: {
    type: 'request_forbidden',
    code: 'unsupported_country_region_territory',
    message: 'Country, region, or territory not supported',
  },
  404: {
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: 'The model does not exist or you do not have access to it.',
  },
  413: { type: 'invalid_request_error', code: 'request_too_large', message: 'Request entity too large.' },
  422: { type: 'invalid_request_error', code: null, message: 'Unprocessable entity.' },
  429: {
    type: 'requests',
    code: 'rate_limit_exceeded',
    message: 'Rate limit reached for requests per minute. Please try again later.',
  },
  503: {
    type: 'service_unavailable_error',
    code: 'server_is_overloaded',
    message: 'Our servers are currently overloaded. Please try again later.',
  },
};
const OPENAI_SERVER_ERROR: Wording = {
  type: 'server_error',
  code: null,
  message: 'The server had an error while processing your request. Sorry about that!',
};

const ANTHROPIC: Readonly<Record<number, Omit<Wording, 'code'>>> = {
  400: { type: 'invalid_request_error', message: 'Invalid request.' },
  401: { type: 'authentication_error', message: 'invalid x-api-key' },
  402: { type: 'billing_error', message: 'Your credit balance is too low to access the API.' },
  403: {
    type: 'permission_error',
    message: 'Your API key does not have permission to use the specified resource.',
  },
  404: { type: 'not_found_error', message: 'The requested resource could not be found.' },
  413: { type: 'request_too_large', message: 'Request exceeds the maximum size' },
  422: { type: 'invalid_request_error', message: 'Unprocessable entity.' },
  429: {
    type: 'rate_limit_error',
    message: 'This request would exceed the rate limit for your organization.',
  },
  504: { type: 'timeout_error', message: 'The request timed out.' },
  529: { type: 'overloaded_error', message: 'Overloaded' },
};
const ANTHROPIC_SERVER_ERROR: Omit<Wording, 'code'> = { type: 'api_error', message: 'Internal server error' };

export function openAiError({ status, code, message, param }: ApiError) {
  const wording = OPENAI[status] ?? OPENAI_SERVER_ERROR;
  return {
    error: {
      message: message ?? wording.message,
      type: code === 'insufficient_quota' ? code : wording.type,
      param: param ?? null,
      code: code === undefined ? wording.code : code,
    },
  };
}

export function anthropicError({ status, code, message }: ApiError) {
  const wording = ANTHROPIC[status] ?? ANTHROPIC_SERVER_ERROR;
  return {
    type: 'error',
    error: { type: code ?? wording.type, message: message ?? wording.message },
  };
}

export function errorBody(wire: WireFormat, error: ApiError, requestId: string): object {
  return wire === 'messages' ? { ...anthropicError(error), request_id: requestId } : openAiError(error);
}

/** An account without money, as each vendor says it. */
export function quotaError(wire: WireFormat): ApiError {
  return wire === 'messages'
    ? { status: 402 }
    : {
        status: 429,
        code: 'insufficient_quota',
        message: 'You exceeded your current quota, please check your plan and billing details.',
      };
}

export function contextError(wire: WireFormat): ApiError {
  return wire === 'messages'
    ? { status: 400, message: 'prompt is too long: 210000 tokens > 200000 maximum' }
    : {
        status: 400,
        code: 'context_length_exceeded',
        message:
          "This model's maximum context length is 128000 tokens. Please reduce the length of the messages.",
        param: 'messages',
      };
}
