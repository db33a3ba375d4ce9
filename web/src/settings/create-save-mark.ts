import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { useServices } from '../services.ts';
import { words } from './words.ts';

/** Whether what was changed last was kept; told for a moment, and spoken. */
export interface SaveMark {
  state: Accessor<'none' | 'saved' | 'notKept'>;
  /** @param isKept whether it will be there at the next visit */
  report: (isKept: boolean) => void;
}

const SHOWN_MS = 2_500;

export function createSaveMark(): SaveMark {
  const { announcer } = useServices();
  const [state, setState] = createSignal<'none' | 'saved' | 'notKept'>('none');
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  return {
    state,
    report: (isKept) => {
      clearTimeout(timer);
      setState(isKept ? 'saved' : 'notKept');
      announcer.say(isKept ? words().saved : words().notKept);
      // What is not kept stays said: nothing else will tell.
      if (isKept) timer = setTimeout(() => setState('none'), SHOWN_MS);
    },
  };
}
