import { afterEach, expect, test } from 'vitest';
import { defineWords, speak, wordsReady } from './define-words.ts';
import { language } from './language.ts';

const english = { send: 'Send' };
const french = () => Promise.resolve({ words: { send: 'Envoyer' } });

globalThis.document ??= { documentElement: {} } as Document;

afterEach(() => speak('en'));

test('a part speaks English until another language is there, then that', async () => {
  const words = defineWords(english, french);
  expect(words().send).toBe('Send');
  await speak('fr');
  expect(words().send).toBe('Envoyer');
  expect(language()).toBe('fr');
  expect(document.documentElement.lang).toBe('fr');
});

test('a part that comes after the choice speaks the chosen language when the words are ready', async () => {
  await speak('fr');
  const words = defineWords(english, french);
  await wordsReady();
  expect(words().send).toBe('Envoyer');
});

test('a part that comes while a language is on its way follows it too', async () => {
  const spoken = speak('fr');
  const words = defineWords(english, french);
  await spoken;
  await wordsReady();
  expect(words().send).toBe('Envoyer');
});

test('a language that cannot be loaded leaves the page as it is', async () => {
  const words = defineWords(english, () => Promise.reject(new Error('no network')));
  await expect(speak('fr')).rejects.toThrow('no network');
  expect(words().send).toBe('Send');
  expect(language()).toBe('en');
});
