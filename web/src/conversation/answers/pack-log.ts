import { answerText, emptyView, type CountedChunk, type TaskView } from '@continuo/shared/protocol/fold-task';
import type { AnswerLog } from './answer-log.ts';

/** An `AnswerLog` in a tenth of the space: it is written again and again while an answer grows. */
export type PackedLog = Omit<AnswerLog, 'view' | 'text'> & {
  view: Omit<TaskView, 'chunks'>;
  runs: ChunkRun[];
};

/** Chunks with consecutive ids of one provider and model, as columns. */
interface ChunkRun {
  firstId: number;
  provider: string;
  model: string;
  texts: string[];
  /** The first unix ms, then the steps from chunk to chunk. */
  times: number[];
}

export function packLog({ view, text: _derived, ...rest }: AnswerLog): PackedLog {
  const { chunks, ...viewRest } = view;
  const runs: ChunkRun[] = [];
  let last: CountedChunk | undefined;
  for (const chunk of chunks) {
    const { chunk_id: id, provider, model, text, at } = chunk;
    const run = runs.at(-1);
    const isNext =
      last !== undefined && id === last.chunk_id + 1 && provider === last.provider && model === last.model;
    if (run && last && isNext) {
      run.texts.push(text);
      run.times.push(at - last.at);
    } else runs.push({ firstId: id, provider, model, texts: [text], times: [at] });
    last = chunk;
  }
  return { ...rest, view: viewRest, runs };
}

export function unpackLog({ view, runs, ...rest }: PackedLog): AnswerLog {
  const chunks = runs.flatMap(unpackRun);
  // An older page may have kept a view with fewer fields.
  const whole = { ...emptyView(), ...view, chunks };
  return { ...rest, view: whole, text: answerText(whole) };
}

function unpackRun({ firstId, provider, model, texts, times }: ChunkRun): CountedChunk[] {
  let at = 0;
  return texts.map((text, index) => {
    at += times[index] ?? 0;
    return { chunk_id: firstId + index, text, at, provider, model };
  });
}
