/** An OpenAPI 3.1 document, as far as the tests look into it. */
export interface OpenApiDocument {
  paths: Record<string, Record<string, OperationObject>>;
}

/** JSON Schema 2020-12. */
export interface Schema {
  example?: unknown;
  examples?: unknown[];
  [keyword: string]: unknown;
}

interface MediaType {
  schema?: Schema;
  example?: unknown;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
  example?: unknown;
}

interface OperationObject {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, MediaType> };
  responses: Record<string, { content?: Record<string, MediaType> }>;
}

export interface Operation {
  /** For people: `GET /api/models`. */
  name: string;
  method: string;
  path: string;
  parameters: Parameter[];
  /** By content type; empty: it takes none. */
  bodies: Record<string, MediaType>;
  /** By status. */
  responses: OperationObject['responses'];
}

export function listOperations({ paths }: OpenApiDocument): Operation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => {
      const method = verb.toUpperCase();
      const { parameters = [], requestBody, responses } = operation;
      return {
        name: `${method} ${path}`,
        method,
        path,
        parameters,
        bodies: requestBody?.content ?? {},
        responses,
      };
    }),
  );
}

/** Undefined: it has none. */
export function exampleOf({ example, schema }: MediaType): unknown {
  return example ?? schema?.example ?? schema?.examples?.[0];
}

export function isSuccess(status: string): boolean {
  return /^[12]\d\d$/.test(status);
}
