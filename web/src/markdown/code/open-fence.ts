/** A code block that has begun and not ended. */
export interface OpenFence {
  lang: string;
  /** The code so far, without a last line that may become the closing fence. */
  code: string;
}

const OPENING = /^ {0,3}(`{3,}|~{3,})([^\n]*)\n/;

/** Reads text that starts with an open fence. Undefined when it starts with anything else, or the fence is closed. */
export function readOpenFence(text: string): OpenFence | undefined {
  const opening = OPENING.exec(text);
  const [head = '', marks = '', info = ''] = opening ?? [];
  if (!opening || (marks.startsWith('`') && info.includes('`'))) return undefined;
  const body = text.slice(head.length);
  const closing = new RegExp(`(?:^|\\n) {0,3}${marks}${marks.charAt(0)}*[^\\S\\n]*(?:\\n|$)`);
  if (closing.test(body)) return undefined;
  return { lang: langOf(info), code: withoutHalfClosing(body, marks.charAt(0)) };
}

/** @param raw a code block as it was written: indented code, which needs no end, or one with fences */
export function isClosedCode(raw: string): boolean {
  const marks = /^ {0,3}(`{3,}|~{3,})/.exec(raw)?.[1];
  if (marks === undefined) return true;
  const lastLine = raw.trimEnd().split('\n').slice(1).at(-1)?.trim();
  return lastLine !== undefined && lastLine.startsWith(marks) && !/[^`~]/.test(lastLine);
}

/** The language a fence names: the first word behind its marks. */
export function langOf(info: string | undefined): string {
  return info?.trim().split(/\s/)[0] ?? '';
}

function withoutHalfClosing(body: string, mark: string): string {
  const lastLineAt = body.lastIndexOf('\n') + 1;
  const lastLine = body.slice(lastLineAt).trim();
  const mayClose = lastLine === mark.repeat(lastLine.length);
  return mayClose ? body.slice(0, Math.max(0, lastLineAt - 1)) : body;
}
