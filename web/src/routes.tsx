import { Route } from '@solidjs/router';
import { ChatPage } from './chat/chat-page.tsx';

/** Every page that has an address. All but the chat are fetched when they are first gone to. */
export function Routes() {
  return (
    <>
      <Route path={['/', '/c/:conversation']} component={ChatPage} />
    </>
  );
}
