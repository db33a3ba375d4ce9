import { createSignal, type Accessor } from 'solid-js';

/** The two live regions of the page: nothing else on it is spoken by itself. */
export interface Announcer {
  status: Accessor<string>;
  alert: Accessor<string>;
  say: (text: string) => void;
  sayUrgently: (text: string) => void;
}

export function createAnnouncer(): Announcer {
  const [status, say] = createSignal('');
  const [alert, sayUrgently] = createSignal('');
  return { status, alert, say, sayUrgently };
}
