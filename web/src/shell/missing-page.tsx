import { useNavigate } from '@solidjs/router';
import { Button } from '../controls/button.tsx';
import { Notice } from '../controls/notice.tsx';
import { pageWords } from '../words/page-words.ts';
import { PageHeader } from './page-header.tsx';
import { words } from './words.ts';

/** For addresses that lead nowhere. */
export function MissingPage() {
  const navigate = useNavigate();
  return (
    <>
      <PageHeader title={words().missingPage} />
      <main id="main" class="flex min-h-0 flex-1">
        <Notice text={words().missingPageText} testId="missing-page">
          <Button label={pageWords().newChat} onClick={() => navigate('/')} />
        </Notice>
      </main>
    </>
  );
}
