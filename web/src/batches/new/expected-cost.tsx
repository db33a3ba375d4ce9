import { useQuery } from '@tanstack/solid-query';
import { createMemo, Show } from 'solid-js';
import type { ModelChoice } from '../../models/create-model-offer.ts';
import { useServices } from '../../services.ts';
import { statsQuery } from '../../stats/stats-data.ts';
import { readNumber, type BatchFields } from './batch-settings.ts';
import { hasFaults, type InputState } from './create-input-check.ts';
import { estimateBatch } from './estimate-batch.ts';
import { EstimateView } from './estimate-view.tsx';

/** The estimate of what stands in the fields, as far as it can be sent. */
export function ExpectedCost(props: {
  state: InputState;
  fields: BatchFields;
  choice: ModelChoice | undefined;
}) {
  const services = useServices();
  // How long the answers of each model were lately.
  const lately = useQuery(() => statsQuery(services, '7d'));
  const report = createMemo(() => {
    const { state } = props;
    return state === undefined || state === 'too_large' || hasFaults(state) ? undefined : state.report;
  });
  const estimate = createMemo(() => {
    const [offer, lines, choice] = [services.offer.offer(), report(), props.choice];
    if (!offer || !lines || !choice || lately.isPending) return undefined;
    const maxTokens = readNumber('maxTokens', props.fields.maxTokens);
    return estimateBatch(
      lines.groups,
      { ...choice, maxTokens: maxTokens === 'bad' ? undefined : maxTokens },
      offer,
      lately.isSuccess ? lately.data.models : [],
    );
  });
  return (
    <Show when={(report()?.lines ?? 0) > 0}>
      <EstimateView requests={report()?.lines ?? 0} estimate={estimate()} />
    </Show>
  );
}
