import { createEffect, type Accessor } from 'solid-js';
import type { AttemptNote } from '../../conversation/answers/answer.ts';
import { isUnderWay, type TurnStatus } from '../../conversation/turns/turn-status.ts';
import type { Announcer } from '../../shell/notices/announcer.ts';
import { countWords } from '../../words/format.ts';
import { words } from '../words.ts';

interface Spoken {
  status: Accessor<TurnStatus>;
  text: Accessor<string>;
  notes: Accessor<readonly AttemptNote[]>;
}

/** Says that an answer begins, is interrupted and ends; never the answer itself, and nothing of old answers. */
export function announceAnswer({ status, text, notes }: Spoken, { say }: Announcer): void {
  createEffect((before: TurnStatus | undefined) => {
    const now = status();
    const begins = isUnderWay(now) && (before === undefined || !isUnderWay(before));
    const ends = before !== undefined && isUnderWay(before) && !isUnderWay(now);
    if (begins) say(words().generating);
    if (ends) say(ending(now, text()));
    return now;
  });
  createEffect((before: number | undefined) => {
    const { length } = notes();
    const last = notes().at(-1);
    if (last && before !== undefined && length > before)
      say(last.dropped === '' ? words().answerTakenOver : words().answerRestarted);
    return length;
  });
}

function ending(status: TurnStatus, text: string): string {
  if (status === 'stopped') return words().stopped;
  return status === 'failed' ? words().failed : words().complete(countWords(text));
}
