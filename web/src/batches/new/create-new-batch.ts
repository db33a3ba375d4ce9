import { useNavigate } from '@solidjs/router';
import type { UploadQuery } from '@continuo/shared/protocol/batch-api';
import { createMemo, createSignal, type Accessor } from 'solid-js';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';
import type { ModelChoice } from '../../models/create-model-offer.ts';
import { decideChoice, loadLastChoice } from '../../models/model-choice.ts';
import { useServices } from '../../services.ts';
import { putBatch } from '../batch-data.ts';
import { words } from '../words.ts';
import { EMPTY_FIELDS, readSettings, writeFields, type BatchFields } from './batch-settings.ts';
import { createInputCheck, hasFaults, type InputState } from './create-input-check.ts';
import { createStarter, type Starter } from './create-starter.ts';
import type { GivenLines } from './lines-field.tsx';

/** Whether a batch can be started, and with what; else why not. */
export type Readiness =
  | { tag: 'ready'; jsonl: Blob; settings: UploadQuery }
  | { tag: 'checking' | 'no_lines' | 'faults' };

/** A batch that is being written. */
export interface NewBatch {
  given: Accessor<GivenLines>;
  give: (lines: GivenLines) => void;
  fields: Accessor<BatchFields>;
  change: (change: Partial<BatchFields>) => void;
  choice: Accessor<ModelChoice | undefined>;
  choose: (choice: ModelChoice) => void;
  /** What the page says of the lines. */
  check: Accessor<InputState>;
  /** What the service said of them. */
  refusal: Accessor<ApiFault | undefined>;
  readiness: Accessor<Readiness>;
  start: () => void;
  starting: Starter['starting'];
  stop: Starter['stop'];
}

export function createNewBatch(): NewBatch {
  const services = useServices();
  const navigate = useNavigate();
  const [given, setGiven] = createSignal<GivenLines>({ form: 'prompts', text: '' });
  const [fields, setFields] = createSignal<BatchFields>(EMPTY_FIELDS);
  const [chosen, choose] = createSignal(loadLastChoice());
  const [refusal, setRefusal] = createSignal<ApiFault>();

  const check = createInputCheck(() => {
    const { file, text, form } = given();
    return { content: file?.content ?? new Blob([text]), form };
  });
  const choice = createMemo(() => {
    const offer = services.offer.offer();
    return offer && decideChoice(offer, [chosen()]);
  });
  const readiness = createMemo(() => decideReadiness(check(), fields(), choice()));
  const { starting, start, stop } = createStarter(services, {
    onStarted: (batch) => {
      putBatch(batch);
      navigate(`/batches/${batch.batch_id}`);
    },
    onRefused: ({ jsonl, settings }, fault) => {
      setRefusal(fault);
      // After a reload nothing of it is in the fields any more.
      if (given().file || given().text !== '') return;
      setGiven({ form: 'jsonl', text: '', file: { name: words().form.pasted, content: jsonl } });
      setFields(writeFields(settings));
    },
  });
  return {
    given,
    fields,
    choice,
    choose,
    check,
    refusal,
    readiness,
    starting,
    stop: () => {
      stop();
      services.toasts.show(words().form.stopped);
    },
    give: (lines) => {
      setRefusal(undefined);
      setGiven(lines);
    },
    change: (change) => setFields((all) => ({ ...all, ...change })),
    start: () => {
      const now = readiness();
      if (now.tag !== 'ready' || starting()) return;
      setRefusal(undefined);
      start(now.jsonl, now.settings);
    },
  };
}

function decideReadiness(state: InputState, fields: BatchFields, choice: ModelChoice | undefined): Readiness {
  if (state === undefined || !choice) return { tag: 'checking' };
  if (state === 'too_large' || !state.report || hasFaults(state)) return { tag: 'faults' };
  if (state.report.lines === 0) return { tag: 'no_lines' };
  const settings = readSettings(fields, choice);
  return settings ? { tag: 'ready', jsonl: state.jsonl, settings } : { tag: 'faults' };
}
