import { createSignal } from 'solid-js';
import { ChoiceGroup } from '../controls/choice-group.tsx';
import { density, motion, theme, type LookChoice } from '../styles/appearance.ts';
import { chooseLanguage } from '../words/define-words.ts';
import { LANGUAGES, language, type OfferedLanguage } from '../words/language.ts';
import { pageWords } from '../words/page-words.ts';
import { Pane } from './pane.tsx';
import { Setting } from './setting.tsx';
import { words } from './words.ts';

/** How the page looks and speaks; kept in this browser, in effect at once. */
export function AppearancePane() {
  return (
    <Pane title={words().sections.appearance} text={words().keptHere}>
      <LookSetting
        look={theme}
        name="look-theme"
        label={words().theme}
        hint={words().themeMeaning}
        labelOf={(name) => words().themes[name]}
      />
      <LookSetting
        look={density}
        name="look-density"
        label={words().density}
        hint={words().densityMeaning}
        labelOf={(name) => words().densities[name]}
      />
      <LookSetting
        look={motion}
        name="look-motion"
        label={words().motion}
        hint={words().motionMeaning}
        labelOf={(name) => words().motions[name]}
      />
      <LanguageSetting />
      <Setting label={words().remoteImages} hint={words().remoteImagesMeaning}>
        {() => <p class="py-1 text-muted">{words().remoteImagesPolicy}</p>}
      </Setting>
    </Pane>
  );
}

interface LookSettingProps<Name extends string> {
  look: LookChoice<Name>;
  name: string;
  label: string;
  hint: string;
  labelOf: (name: Name) => string;
}

function LookSetting<Name extends string>(props: LookSettingProps<Name>) {
  return (
    <Setting label={props.label} hint={props.hint} testId={props.name}>
      {({ report, ...ids }) => (
        <ChoiceGroup
          name={props.name}
          names={props.look.names}
          labelOf={props.labelOf}
          chosen={props.look.chosen()}
          onChoose={(name) => report(props.look.choose(name))}
          {...ids}
        />
      )}
    </Setting>
  );
}

function LanguageSetting() {
  const [fault, setFault] = createSignal<string>();
  const choose = async (name: OfferedLanguage): Promise<boolean | undefined> => {
    try {
      setFault(undefined);
      return await chooseLanguage(name);
    } catch {
      setFault(pageWords().unreachable);
      return undefined;
    }
  };
  return (
    <Setting label={words().language} hint={words().languageMeaning} fault={fault()} testId="language">
      {({ report, ...ids }) => (
        <ChoiceGroup<OfferedLanguage | ''>
          name="language"
          names={LANGUAGES}
          labelOf={(name) => words().languages[name] ?? name}
          chosen={LANGUAGES.find((name) => name === language()) ?? ''}
          onChoose={(name) =>
            void choose(name as OfferedLanguage).then((isKept) => isKept !== undefined && report(isKept))
          }
          {...ids}
        />
      )}
    </Setting>
  );
}
