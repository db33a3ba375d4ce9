import ChartLine from 'lucide-solid/icons/chart-line';
import CircleHelp from 'lucide-solid/icons/circle-question-mark';
import Code from 'lucide-solid/icons/code';
import Copy from 'lucide-solid/icons/copy';
import Languages from 'lucide-solid/icons/languages';
import Layers from 'lucide-solid/icons/layers';
import ListTree from 'lucide-solid/icons/list-tree';
import PanelLeft from 'lucide-solid/icons/panel-left';
import Search from 'lucide-solid/icons/search';
import Settings from 'lucide-solid/icons/settings';
import SquarePen from 'lucide-solid/icons/square-pen';
import SunMoon from 'lucide-solid/icons/sun-moon';
import type { Icon } from '../controls/icon.ts';
import type { Shortcuts } from './create-shortcuts.ts';
import { theme } from '../styles/appearance.ts';
import { words as shellWords } from '../shell/words.ts';
import { chooseLanguage } from '../words/define-words.ts';
import { LANGUAGES, language } from '../words/language.ts';
import { pageWords } from '../words/page-words.ts';
import type { Command } from './command.ts';
import { shortcutOf, type ShortcutName } from './key-map.ts';
import { words } from './words.ts';

/** Shortcuts that make sense when they are chosen from a list. */
const CHOSEN: Partial<Record<ShortcutName, Icon>> = {
  newChat: SquarePen,
  copyAnswer: Copy,
  copyCode: Code,
  search: Search,
  toggleSidebar: PanelLeft,
  help: CircleHelp,
};

/** What can be done now, where the page stands. */
export function listActions(shortcuts: Shortcuts): Command[] {
  const chosen = shortcuts.available().flatMap((name): Command[] => {
    const icon = CHOSEN[name];
    const [keys] = shortcutOf(name).keys;
    const run = (): void => shortcuts.run(name);
    return icon ? [{ id: `action-${name}`, label: words().shortcuts[name], icon, keys, run }] : [];
  });
  return [...chosen, ...listThemes(), ...listLanguages()];
}

function listThemes(): Command[] {
  return theme.names
    .filter((name) => name !== theme.chosen())
    .map((name) => ({
      id: `theme-${name}`,
      label: words().chooseTheme(shellWords().themes[name]),
      icon: SunMoon,
      run: () => void theme.choose(name),
    }));
}

function listLanguages(): Command[] {
  return LANGUAGES.filter((name) => name !== language()).map((name) => ({
    id: `language-${name}`,
    label: words().chooseLanguage(new Intl.DisplayNames(name, { type: 'language' }).of(name) ?? name),
    icon: Languages,
    run: () => void chooseLanguage(name),
  }));
}

const PAGES = [
  ['tasks', ListTree],
  ['batches', Layers],
  ['stats', ChartLine],
  ['settings', Settings],
] as const;

export function listPages(navigate: (path: string) => void): Command[] {
  return PAGES.map(([name, icon]) => ({
    id: `page-${name}`,
    label: pageWords()[name],
    icon,
    run: () => navigate(`/${name}`),
  }));
}
