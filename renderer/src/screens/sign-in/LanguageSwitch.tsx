import type { ReactNode } from 'react';
import { Choices } from '../../components/Choices.tsx';
import { useDesk } from '../../store/desk.ts';
import { changeSettings } from '../../store/settings.ts';
import { useText, type Language } from '../../text/index.tsx';

export function LanguageSwitch(): ReactNode {
  const { t } = useText();
  const language = useDesk((state) => state.settings.language);
  return (
    <Choices<Language>
      label={t('settings.language')}
      hideLabel
      look="segments"
      value={language}
      onChange={(next) => void changeSettings({ language: next })}
      choices={[
        { id: 'de', label: 'Deutsch' },
        { id: 'en', label: 'English' },
      ]}
    />
  );
}
