import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { tinykeys } from 'tinykeys';
import { lastingStorage } from '../open-storage.ts';
import { FIELD_SHORTCUTS, isSingleKey, shortcutOf, SHORTCUT_NAMES, type ShortcutName } from './key-map.ts';

export type ShortcutHandlers = Partial<Record<ShortcutName, () => void>>;

/** The one listener for all shortcuts of the page, and who does what they say. */
export interface Shortcuts {
  /**
   * From now on these do it; of several for one shortcut the last that came.
   *
   * @returns ends that
   */
  register: (handlers: ShortcutHandlers) => () => void;
  /** Those that do something now, in the order of the map. */
  available: Accessor<readonly ShortcutName[]>;
  run: (name: ShortcutName) => void;
  /** Whether plain characters are shortcuts: who dictates or types by switch wants them off. */
  hasSingleKeys: Accessor<boolean>;
  setSingleKeys: (isOn: boolean) => void;
}

const SINGLE_KEYS = 'continuo:single-keys';
const OFF = 'off';

export function createShortcuts(): Shortcuts {
  const [registered, setRegistered] = createSignal<readonly ShortcutHandlers[]>([]);
  const [hasSingleKeys, showSingleKeys] = createSignal(lastingStorage.get(SINGLE_KEYS) !== OFF);
  const handlerOf = (name: ShortcutName): (() => void) | undefined =>
    registered().findLast((handlers) => handlers[name])?.[name];

  const onPress = (name: ShortcutName, keys: string, event: KeyboardEvent): void => {
    const handler = handlerOf(name);
    if (!handler || (event.repeat && !shortcutOf(name).repeats)) return;
    if (isSingleKey(keys) && (!hasSingleKeys() || isWriting(event))) return;
    event.preventDefault();
    handler();
  };
  const listened = SHORTCUT_NAMES.filter((name) => !FIELD_SHORTCUTS.has(name)).flatMap((name) =>
    shortcutOf(name).keys.map((keys) => [keys, (event: KeyboardEvent) => onPress(name, keys, event)]),
  );
  onCleanup(tinykeys(window, Object.fromEntries(listened), { ignore: isTheirs }));

  return {
    register: (handlers) => {
      setRegistered((all) => [...all, handlers]);
      return () => void setRegistered((all) => all.filter((other) => other !== handlers));
    },
    available: () => SHORTCUT_NAMES.filter(handlerOf),
    run: (name) => handlerOf(name)?.(),
    hasSingleKeys,
    setSingleKeys: (isOn) => {
      showSingleKeys(isOn);
      if (isOn) lastingStorage.remove(SINGLE_KEYS);
      else lastingStorage.set(SINGLE_KEYS, OFF);
    },
  };
}

/** Somebody else's: of an input method, of what has the focus, of the modal that lies above all. */
function isTheirs(event: KeyboardEvent): boolean {
  return event.isComposing || event.defaultPrevented || document.querySelector('dialog:modal') !== null;
}

/** A box that is ticked takes no characters. */
const WRITTEN_IN = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]';

function isWriting({ target }: KeyboardEvent): boolean {
  return target instanceof Element && target.closest(WRITTEN_IN) !== null;
}
