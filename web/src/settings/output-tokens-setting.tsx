import { createSignal } from 'solid-js';
import { changeChatDefaults, chatDefaults } from '../models/chat-defaults.ts';
import { isTokenCount, OUTPUT_TOKENS_MAX } from '../models/parse-chat-defaults.ts';
import { formatCount } from '../words/format.ts';
import { NumberField } from '../controls/number-field.tsx';
import type { WrittenNumber } from '../controls/read-number.ts';
import { Setting } from './setting.tsx';
import { words } from './words.ts';

/** How long an answer may become. */
export function OutputTokensSetting() {
  const [isRefused, setRefused] = createSignal(false);
  const write = (written: WrittenNumber, report: (isKept: boolean) => void): void => {
    setRefused(written.kind === 'refused');
    if (written.kind === 'refused') return;
    report(changeChatDefaults({ maxTokens: written.kind === 'number' ? written.value : undefined }));
  };
  return (
    <Setting
      label={words().outputTokens}
      hint={words().outputTokensMeaning}
      fault={isRefused() ? words().outputTokensRefused(formatCount(OUTPUT_TOKENS_MAX)) : undefined}
      testId="output-tokens"
    >
      {({ report, ...ids }) => (
        <NumberField
          value={chatDefaults().maxTokens}
          isTaken={isTokenCount}
          onWrite={(written) => write(written, report)}
          placeholder={words().providersOwn}
          isRefused={isRefused()}
          {...ids}
          testId="output-tokens-field"
        />
      )}
    </Setting>
  );
}
