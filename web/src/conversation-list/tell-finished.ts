import { useNavigate } from '@solidjs/router';
import type { EventDataOf } from '@continuo/shared/protocol/event-api';
import { onCleanup, untrack } from 'solid-js';
import { useServices } from '../services.ts';
import { words } from './words.ts';

/**
 * A word about each answer that ends in another conversation than the one on the screen. Only of conversations that
 * were on a screen of this browser: programs that use the service have theirs read by nobody.
 */
export function tellFinished(): void {
  const { conversations, events, toasts } = useServices();
  const navigate = useNavigate();

  const tell = ({ conversation_id: id, status }: EventDataOf<'task_finished'>): void => {
    const title = conversations.find(id)?.title;
    const isElsewhere = id !== conversations.openId() && document.visibilityState === 'visible';
    if (!isElsewhere || title === undefined || !conversations.hasShown(id) || status === 'cancelled') return;
    const { finished, gaveUp, open } = words();
    toasts.show(status === 'failed' ? gaveUp(title) : finished(title), {
      label: open,
      run: () => navigate(`/c/${id}`),
    });
  };
  onCleanup(
    events.subscribe({
      types: ['task_finished'],
      onEvent: (event) => untrack(() => tell(event)),
      onReset: () => undefined,
    }),
  );
}
