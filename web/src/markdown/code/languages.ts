/** Languages that are highlighted, each with the names under which models write it. */
const NAMES = {
  bash: 'bash sh shell zsh console shellsession',
  cpp: 'cpp c++ cc hpp c h',
  csharp: 'csharp cs c#',
  css: 'css scss less',
  diff: 'diff patch',
  go: 'go golang',
  java: 'java',
  json: 'json json5 jsonc',
  python: 'python py python3',
  rust: 'rust rs',
  sql: 'sql postgresql postgres mysql sqlite',
  typescript: 'typescript ts tsx javascript js jsx mjs',
  xml: 'xml html svg xhtml vue',
  yaml: 'yaml yml',
} as const;

export type Language = keyof typeof NAMES;

const languages = new Map(
  Object.entries(NAMES).flatMap(([language, names]) =>
    names.split(' ').map((name) => [name, language as Language]),
  ),
);

/** @param name as it stands behind the marks of a code block */
export function languageOf(name: string): Language | undefined {
  return languages.get(name.toLowerCase());
}
