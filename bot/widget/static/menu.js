import { button, el, icon, named, newId, webLink } from './dom.js';

const DOTS = 'M12 5v.1M12 12v.1M12 19v.1';

/** A disclosure of text keys and what each does: Tab walks through it, Escape closes it. @param {[string, Function][]} entries */
export function menuView(t, entries, consentUrl) {
  const id = newId();
  const opener = button({ class: 'plain', ...named(t('menu')), 'aria-expanded': 'false', 'aria-controls': id, click: () => show(list.hidden) }, icon(DOTS));
  const list = el('div', { class: 'menu', id, hidden: true },
    entries.map(([key, act]) => button({ click: () => { leave(); act(); } }, t(key))), consentUrl && webLink(consentUrl, t('privacy'), t('new_tab')));
  const show = (shown) => {
    list.hidden = !shown;
    opener.ariaExpanded = `${shown}`;
  };
  const leave = () => {
    opener.focus();
    show(false);
  };
  const keydown = (event) => {
    if (event.key !== 'Escape' || list.hidden) return;
    event.preventDefault();
    leave();
  };
  const focusout = ({ currentTarget, relatedTarget }) => currentTarget.contains(relatedTarget) || show(false);
  return el('span', { keydown, focusout }, opener, list);
}

/** Asks before what cannot be undone; the safe answer comes first. */
export function confirmView(t, act) {
  const id = newId();
  const answer = (key, props) => button({ class: 'choice', ...props }, t(key));
  const dialog = el('dialog', { class: 'confirm', role: 'alertdialog', 'aria-labelledby': id }, el('p', { id }, t('remove_ask')),
    el('div', { class: 'choices' }, answer('remove_no', { click: () => dialog.close() }),
      answer('remove_yes', { class: 'choice danger', click: () => { dialog.close(); act(); } })));
  return dialog;
}
