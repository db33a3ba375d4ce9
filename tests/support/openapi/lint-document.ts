import { createConfig, lintFromString } from '@redocly/openapi-core';

/** The linter's own strict set, without what does not fit; and every example has to be valid. */
const LINTER = {
  extends: ['recommended-strict'],
  rules: {
    // Whoever can reach a gateway may ask it: there are no logins yet.
    'security-defined': 'off',
    // The health of a process cannot be asked for wrongly; a WebSocket opens with 101.
    'operation-4xx-response': 'off',
    'operation-2xx-response': 'off',
    'no-invalid-media-type-examples': 'error',
    'no-invalid-parameter-examples': 'error',
    'no-invalid-schema-examples': 'error',
    'operation-operationId-unique': 'error',
    'path-parameters-defined': 'error',
    'no-ambiguous-paths': 'error',
  },
} as const;

/** What a linter has against an OpenAPI document, a sentence each. Needs no network. */
export async function lintDocument(document: object): Promise<string[]> {
  const problems = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: '/openapi.json',
    config: await createConfig({ extends: [...LINTER.extends], rules: LINTER.rules }),
  });
  return problems.map(({ ruleId, message, location }) => `${location[0]?.pointer}: ${message} (${ruleId})`);
}
