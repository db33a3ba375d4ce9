/** What one connection to a stream brought. */
export interface Reading {
  status: number;
  /** Whole frames with an id, as they came. */
  frames: string[];
  /** The bytes as text, heartbeats and all. */
  raw: string;
}

export interface ReadFramesOptions {
  headers?: Record<string, string>;
  /** Cut the connection once this many frames came. */
  cutAfter?: number;
  /** Called with the number of frames so far. */
  onFrame?: (count: number) => void;
}

/** Reads a stream until the server ends it, or cuts it. */
export async function readFrames(url: string, options: ReadFramesOptions = {}): Promise<Reading> {
  const { headers = {}, cutAfter = Infinity, onFrame } = options;
  const abort = new AbortController();
  const response = await fetch(url, { headers, signal: abort.signal });
  const reading: Reading = { status: response.status, frames: [], raw: '' };
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body ?? []) {
    const text = decoder.decode(bytes, { stream: true });
    reading.raw += text;
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks.filter((frame) => frame.startsWith('id: '))) {
      if (reading.frames.length >= cutAfter) break;
      reading.frames.push(block);
      onFrame?.(reading.frames.length);
    }
    if (reading.frames.length >= cutAfter) break;
  }
  abort.abort();
  return reading;
}

export function seqOf(frame: string): number {
  return Number(/^id: (\d+)-/.exec(frame)?.[1]);
}

export function eventOf(frame: string): string {
  return /^event: (.*)$/m.exec(frame)?.[1] ?? '';
}
