import { el, webLink } from './dom.js';

// Lengths are bounded so that no text, however long, makes the search slow.
const LINK = /https?:\/\/[^\s<>"]{1,2000}|mailto:[^\s<>"]{3,320}|tel:\+?[\d().-]{3,30}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/gi;

/** Web, mail and phone addresses become links, nothing else. @param {string} text */
export function linked(text, newTab) {
  const parts = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    // A sentence's own punctuation is no part of the address.
    const shown = found.replace(/[.,;:!?'*)\]]+$/, '');
    const address = /^(https?|mailto|tel):/i.test(shown) ? shown : `mailto:${shown}`;
    const link = /^http/i.test(address) ? webLink(address, shown, newTab) : el('a', { href: address, rel: 'noopener' }, shown.replace(/^\w+:/, ''));
    parts.push(text.slice(from, index), link);
    from = index + shown.length;
  }
  return [...parts, text.slice(from)];
}
