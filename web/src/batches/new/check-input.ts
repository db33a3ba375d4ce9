import { makeLineChecker, type LineForm, type LinesReport } from './check-lines.ts';
import { readLines } from './read-lines.ts';

/** What is asked of the worker, and what it answers. */
export interface CheckRequest {
  id: number;
  input: Blob;
  form: LineForm;
}
export type CheckReply = { id: number } & CheckedInput;

/** `jsonl` is what is sent; without it the input is not text. */
export type CheckedInput = { report: LinesReport; jsonl: Blob } | { report: undefined };

/** Some ten thousand lines at a time, so that no single string grows large. */
const CHARS_PER_PART = 1_000_000;

/** Reads an input line by line, says what is wrong with it, and puts it into the form that is sent. */
export async function checkInput(input: Blob, form: LineForm): Promise<CheckedInput> {
  const checker = makeLineChecker(form);
  const parts: string[] = [];
  let part = '';
  try {
    const text = input.stream().pipeThrough(new TextDecoderStream('utf-8', { fatal: true }));
    for await (const line of readLines(readStream(text))) {
      checker.take(line);
      if (form !== 'prompts' || line.trim() === '') continue;
      part += `${JSON.stringify(line.trimEnd())}\n`;
      if (part.length < CHARS_PER_PART) continue;
      parts.push(part);
      part = '';
    }
  } catch {
    return { report: undefined };
  }
  return { report: checker.report(), jsonl: form === 'prompts' ? new Blob([...parts, part]) : input };
}

/** Not every browser's streams can be iterated over. */
async function* readStream(stream: ReadableStream<string>): AsyncGenerator<string> {
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}
