import { formatCount } from '../../words/format.ts';
import { shortenId } from '../shorten-id.ts';
import { textOf, type LoggedEntry } from './logged-entry.ts';
import { words } from './words.ts';

/** An entry in a few words. */
export function describeEntry(entry: LoggedEntry): string {
  const { summary } = words();
  const say = (name: string): string => {
    const value = entry.data[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  switch (entry.type) {
    case 'accepted':
      if (say('retry_of')) return summary.accepted_retry(shortenId(say('retry_of')));
      if (say('rerun_of')) return summary.accepted_rerun(shortenId(say('rerun_of')));
      return summary.accepted(say('model'));
    case 'attempt_started':
      return summary.attempt_started(say('model'), say('strategy'), Number(say('kept_chunks')));
    case 'provider_handle':
      return summary.provider_handle(say('handle'));
    case 'chunk':
      return JSON.stringify(textOf(entry)).slice(1, -1);
    case 'retry_scheduled':
      return summary.retry_scheduled(say('code'), Number(say('delay_ms')));
    case 'failed_over':
      return summary.failed_over(say('code'), say('to_provider'), say('to_model'));
    case 'cancel_requested':
      return summary.cancel_requested;
    case 'cache_hit':
      return summary.cache_hit(shortenId(say('source_task_id')));
    case 'completed':
      return summary.completed(say('finish_reason'), tokensOf(entry));
    case 'failed':
      return summary.failed(say('code'), say('message'));
    case 'cancelled':
      return summary.cancelled;
  }
}

function tokensOf({ data }: LoggedEntry): string {
  const usage = data['usage'];
  const hasTokens = typeof usage === 'object' && usage !== null && 'output_tokens' in usage;
  return hasTokens ? formatCount(Number(usage.output_tokens)) : '';
}
