import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import type { Language } from './languages.ts';
import { readRuns, type Runs } from './runs.ts';

/** What the page asks of the worker. */
export interface HighlightRequest {
  id: number;
  code: string;
  language: Language;
}

export interface HighlightReply {
  id: number;
  runs: Runs;
}

const LANGUAGES: Record<Language, typeof bash> = {
  bash,
  cpp,
  csharp,
  css,
  diff,
  go,
  java,
  json,
  python,
  rust,
  sql,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(LANGUAGES)) highlighter.registerLanguage(name, language);
// What XML has inside `<script>`; TypeScript's grammar reads it as well.
highlighter.registerAliases('javascript', { languageName: 'typescript' });

addEventListener('message', ({ data }: MessageEvent<HighlightRequest>) => {
  const { value } = highlighter.highlight(data.code, { language: data.language, ignoreIllegals: true });
  postMessage({ id: data.id, runs: readRuns(value) } satisfies HighlightReply, {});
});
