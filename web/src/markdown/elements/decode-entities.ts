const ENTITY = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});/gi;

/** Of an element whose content is text alone, whatever it says. */
let decoder: HTMLTextAreaElement | undefined;

/** `&copy;` is `©`: the browser knows the two thousand names. */
export function decodeEntities(text: string): string {
  return text.includes('&') ? text.replace(ENTITY, decode) : text;
}

function decode(entity: string): string {
  decoder ??= document.createElement('textarea');
  decoder.innerHTML = entity;
  return decoder.value;
}
