/** A function becomes a listener, `true` an empty attribute; null and false are left out, among children too. @type {Chat.Build} */
export const el = (tag, props = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === 'function') node.addEventListener(key, value);
    else if (value !== false && value != null) node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat(2).filter((child) => child != null && child !== false));
  return node;
};

export const button = (props, ...children) => el('button', { type: 'button', ...props }, ...children);

const SVG = 'http://www.w3.org/2000/svg';

/** A silent line drawing in the colour of the text. */
export function icon(d) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', d);
  svg.append(path);
  return svg;
}

let last = 0;
export const newId = () => `ac${++last}`;

/** For a button that shows a drawing only. */
export const named = (name) => ({ 'aria-label': name, title: name });

export const spoken = (text) => el('span', { class: 'sr' }, text);

export const webLink = (href, text, newTab) => el('a', { href, rel: 'noopener', target: '_blank' }, text, spoken(` ${newTab}`));
