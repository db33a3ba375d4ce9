/** What code is made of, as far as it has a colour of its own. */
export const SCOPES = [
  'plain',
  'comment',
  'keyword',
  'string',
  'number',
  'title',
  'type',
  'attr',
  'added',
  'removed',
] as const;

/**
 * A highlighted code as pairs: so many characters, of that scope (a place in SCOPES). No text: whatever highlights
 * code cannot change it.
 */
export type Runs = number[];

type Scope = (typeof SCOPES)[number];

/** The scopes of highlight.js (its documentation, "CSS classes reference"), by their first word. */
const SCOPE_OF: Record<string, Scope> = {
  comment: 'comment',
  quote: 'comment',
  keyword: 'keyword',
  'selector-tag': 'keyword',
  name: 'keyword',
  meta: 'keyword',
  string: 'string',
  regexp: 'string',
  char: 'string',
  link: 'string',
  number: 'number',
  literal: 'number',
  symbol: 'number',
  bullet: 'number',
  title: 'title',
  section: 'title',
  type: 'type',
  built_in: 'type',
  class: 'type',
  attr: 'attr',
  attribute: 'attr',
  property: 'attr',
  variable: 'attr',
  'template-variable': 'attr',
  'selector-class': 'attr',
  'selector-id': 'attr',
  'selector-attr': 'attr',
  'selector-pseudo': 'attr',
  addition: 'added',
  deletion: 'removed',
};

const PIECE = /<span class="hljs-([\w-]+)[^>]*>|<span[^>]*>|<\/span>|[^<]+/g;
const ENTITY = /&(?:amp|lt|gt|quot|#x27);/g;

/** @param html what highlight.js makes of a code: nested spans, and text with five characters escaped */
export function readRuns(html: string): Runs {
  const runs: Runs = [];
  const scopes: number[] = [0];
  for (const [piece, name] of html.matchAll(PIECE)) {
    if (piece === '</span>') scopes.pop();
    else if (piece.startsWith('<')) {
      const known = name === undefined ? undefined : SCOPE_OF[name];
      scopes.push(known === undefined ? (scopes.at(-1) ?? 0) : SCOPES.indexOf(known));
    } else addRun(runs, piece.replace(ENTITY, '.').length, scopes.at(-1) ?? 0);
  }
  return runs;
}

/** Neighbours of one scope are one run: each costs an element. */
function addRun(runs: Runs, length: number, scope: number): void {
  if (runs.at(-1) === scope) runs[runs.length - 2] = (runs.at(-2) ?? 0) + length;
  else runs.push(length, scope);
}
