import Clock from 'lucide-solid/icons/clock';
import { Show } from 'solid-js';
import type { Delivery } from '../../conversation/outbox/outbox-entry.ts';
import { words } from '../words.ts';

/** Under a message that the service has not taken yet: a small clock at once, words when it lasts. */
export function DeliveryNote(props: { delivery: Delivery }) {
  const isOnItsWay = () => props.delivery === 'sending' || props.delivery === 'queued';
  return (
    <Show when={isOnItsWay()}>
      <p class="flex items-center gap-1.5" data-testid="delivery" data-delivery={props.delivery}>
        <Clock size={12} aria-hidden="true" />
        <span classList={{ 'appear-late': props.delivery === 'sending' }}>
          {props.delivery === 'sending' ? words().sending : words().waitsToBeSent}
        </span>
      </p>
    </Show>
  );
}
