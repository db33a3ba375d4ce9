export { titleOf } from './title-of.ts';
