import type { ModelsReply } from '@continuo/shared/protocol/http-api';
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { keepCalling } from '../shell/connection/keep-calling.ts';
import type { Services } from '../services.ts';

/** What can be asked here: providers with their models. */
export interface ModelOffer {
  /** Undefined before the first reply. */
  offer: Accessor<ModelsReply | undefined>;
  labelOf: (choice: ModelChoice) => string;
  isSimulated: (provider: string) => boolean;
  /** Whether a request for it may give a temperature. Of a model that is not listed nobody knows: it may. */
  takesTemperature: (choice: ModelChoice) => boolean;
}

export interface ModelChoice {
  provider: string;
  model: string;
}

export function createModelOffer(services: Pick<Services, 'client' | 'connection'>): ModelOffer {
  const { api } = services.client;
  const [offer, setOffer] = createSignal<ModelsReply>();
  const life = new AbortController();
  onCleanup(() => life.abort());

  const read = async (): Promise<void> => {
    const outcome = await keepCalling(services, api.models, { signal: life.signal });
    if (outcome?.ok) setOffer(outcome.value);
  };
  void read();

  const providerOf = (name: string) => offer()?.providers.find(({ provider }) => provider === name);
  const modelOf = ({ provider, model }: ModelChoice) =>
    providerOf(provider)?.models.find((offered) => offered.model === model);
  return {
    offer,
    labelOf: (choice) => modelOf(choice)?.label ?? choice.model,
    takesTemperature: (choice) => modelOf(choice)?.takes_temperature ?? true,
    // The name alone says it already, also when the service no longer offers the simulator.
    isSimulated: (provider) => provider === 'simulator' || providerOf(provider)?.simulated === true,
  };
}
