import { createSignal, onCleanup, type Accessor } from 'solid-js';

/** Whether somebody can see this page. */
export function createVisibility(): Accessor<boolean> {
  const [isVisible, setVisible] = createSignal(document.visibilityState === 'visible');
  const look = (): void => void setVisible(document.visibilityState === 'visible');
  document.addEventListener('visibilitychange', look);
  onCleanup(() => document.removeEventListener('visibilitychange', look));
  return isVisible;
}
