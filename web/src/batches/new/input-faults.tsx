import { BATCH_BYTES_MAX } from '@continuo/shared/protocol/limits';
import type { FieldFault } from '@continuo/shared/protocol/problem';
import { Show } from 'solid-js';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';
import { explainFault } from '../../controls/fault-notice.tsx';
import { formatBytes } from '../../words/format.ts';
import { words } from '../words.ts';
import { hasFaults, type InputState } from './create-input-check.ts';
import { FaultList, type ShownFault, type ShownFaults } from './fault-list.tsx';
import type { LineFault } from './judge-line.ts';

/** What the page found wrong with an input, else what the service said. */
export function InputFaults(props: { id: string; state: InputState; refusal: ApiFault | undefined }) {
  const shown = () => {
    if (hasFaults(props.state)) return describeFound(props.state);
    return props.refusal && describeRefusal(props.refusal);
  };
  return <Show when={shown()}>{(faults) => <FaultList id={props.id} {...faults()} />}</Show>;
}

function describeFound(state: InputState): ShownFaults {
  if (state === 'too_large') return sayAlone(words().form.tooLarge(formatBytes(BATCH_BYTES_MAX)));
  if (!state?.report) return sayAlone(words().form.unreadable);
  const { faultyLines, faults } = state.report;
  return {
    title: words().faults.title(faultyLines),
    faults: faults.map(explainLineFault),
    count: faultyLines,
  };
}

function describeRefusal(fault: ApiFault): ShownFaults {
  const errors = fault.kind === 'problem' ? (fault.problem.errors ?? []) : [];
  if (errors.length === 0) return sayAlone(explainFault(fault));
  return { title: words().faults.refused, faults: errors.map(explainFieldFault), count: errors.length };
}

function sayAlone(title: string): ShownFaults {
  return { title, faults: [], count: 0 };
}

function explainLineFault({ line, reason, about = '' }: LineFault): ShownFault {
  const said = words().faults.reasons[reason];
  return { line, text: typeof said === 'function' ? said(about) : said };
}

/** In the service's own words. */
function explainFieldFault({ line, pointer, detail }: FieldFault): ShownFault {
  return { line, text: pointer === '' ? detail : `${pointer}: ${detail}` };
}
