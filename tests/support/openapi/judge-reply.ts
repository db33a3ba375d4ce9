import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Operation, Schema } from './document.ts';

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });

/** What a reply has that the document does not tell, a sentence each; nothing: the document is right. */
export function judgeReply(
  operation: Operation,
  status: number,
  contentType: string,
  body: string,
): string[] {
  const response = operation.responses[status];
  if (!response) return [`it answered ${status}, which is not documented: ${body.slice(0, 500)}`];
  const type = contentType.split(';')[0]?.trim() ?? '';
  const contents = response.content ?? {};
  if (Object.keys(contents).length === 0)
    return body === '' ? [] : [`${status} has a body, which is not documented`];
  const content = contents[type];
  if (!content) return [`${status} came as ${type}, which is not documented`];
  if (type !== 'application/json' || !content.schema) return [];
  const validate = ajv.compile(closeObjects(content.schema));
  if (validate(JSON.parse(body))) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  );
}

/** The same schema, which takes no property that it does not name. */
function closeObjects(schema: Schema): Schema {
  const closed = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, closeWithin(value)]),
  );
  return closed['properties'] === undefined ? closed : { additionalProperties: false, ...closed };
}

function closeWithin(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closeWithin);
  return typeof value === 'object' && value !== null ? closeObjects(value as Schema) : value;
}
