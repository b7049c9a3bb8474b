import type { ReactNode } from 'react';
import type { SessionView } from '../../../shared/ipc/index.ts';
import { Pill } from '../components/Tag.tsx';
import { useText } from '../text/index.tsx';
import { ConnectionPill } from './ConnectionPill.tsx';
import { NoticesButton } from './NoticesButton.tsx';
import { OutboxPill } from './OutboxPill.tsx';
import { SearchBox } from './SearchBox.tsx';
import { StateMenu } from './StateMenu.tsx';

export interface TopBarProps {
  readonly session: Extract<SessionView, { kind: 'signedIn' }>;
  readonly limitations: readonly { readonly code: string; readonly message: string }[];
}

export function TopBar({ session, limitations }: TopBarProps): ReactNode {
  const { t } = useText();
  return (
    <header className="top-bar">
      <strong className="product">Leitstand</strong>
      <span className="top-center">
        <Pill>{session.role === 'agent' ? session.centerName : t('top.role', t(`role.${session.role}`), session.centerName)}</Pill>
      </span>
      <SearchBox />
      <ConnectionPill />
      <OutboxPill />
      <NoticesButton limitations={limitations} />
      <StateMenu session={session} />
    </header>
  );
}
