import { createSignal, onCleanup, type Accessor } from 'solid-js';

/** A passing word at the foot of the page, with at most one thing to do about it. */
export interface Toast {
  id: number;
  text: string;
  action: { label: string; run: () => void } | undefined;
}

export interface Toasts {
  shown: Accessor<readonly Toast[]>;
  /** @param afterwards called when it has gone without its action having been chosen */
  show: (text: string, action?: Toast['action'], afterwards?: () => void) => Toast;
  choose: (toast: Toast) => void;
  dismiss: (toast: Toast) => void;
}

/** As long as a deletion can be taken back. */
const SHOWN_MS = 8_000;
const SHOWN_MAX = 3;

export function createToasts(): Toasts {
  const [shown, setShown] = createSignal<readonly Toast[]>([]);
  const endings = new Map<number, { timer: ReturnType<typeof setTimeout>; afterwards: () => void }>();
  let count = 0;

  const remove = ({ id }: Toast, isChosen: boolean): void => {
    const ending = endings.get(id);
    if (!ending) return;
    endings.delete(id);
    clearTimeout(ending.timer);
    setShown((toasts) => toasts.filter((toast) => toast.id !== id));
    if (!isChosen) ending.afterwards();
  };
  onCleanup(() => {
    for (const { timer } of endings.values()) clearTimeout(timer);
  });

  return {
    shown,
    show: (text, action, afterwards = () => undefined) => {
      const toast: Toast = { id: ++count, text, action };
      const [oldest] = shown();
      if (oldest && shown().length >= SHOWN_MAX) remove(oldest, false);
      endings.set(toast.id, { timer: setTimeout(() => remove(toast, false), SHOWN_MS), afterwards });
      setShown((toasts) => [...toasts, toast]);
      return toast;
    },
    choose: (toast) => {
      remove(toast, true);
      toast.action?.run();
    },
    dismiss: (toast) => remove(toast, false),
  };
}
