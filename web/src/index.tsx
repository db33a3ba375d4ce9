import { render } from 'solid-js/web';
import { App } from './app.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the app.');
render(() => <App />, root);
