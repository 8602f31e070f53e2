import { button, el, icon, named, newId, spoken, webLink } from './dom.js';
import { formView } from './form.js';

const THUMB = 'M7 10v11H3V10zm0 0 4-8c2 0 3 1 3 3v4h5a2 2 0 0 1 2 2l-2 8a2 2 0 0 1-2 2H7';

const choiceButton = (choice, desk, props = {}, ...more) =>
  button({ class: 'choice', 'data-title': choice.title, click: () => desk.choose(choice), ...props }, choice.title, ...more);

/** Arriving, the choices are counted and not read out one by one. */
const group = (t, key, buttons) => [
  spoken(t('choices', { count: buttons.length })),
  el('div', { class: 'choices', role: 'group', 'aria-label': t(key), 'aria-live': 'off' }, buttons),
];

/** @param {Chat.Slots} slots @param {Chat.Desk} desk */
function slotsView({ note, options, more }, desk) {
  const { t } = desk;
  const times = options.map((slot) => {
    const full = slot.places_left < 1;
    const places = full ? t('full') : t('places', { count: slot.places_left });
    return choiceButton(slot, desk, { class: 'choice slot', 'data-full': full }, el('small', {}, places));
  });
  if (more) times.push(choiceButton(more, desk));
  return [note && el('p', {}, note), group(t, 'times', times)];
}

const reviewView = ({ title, rows }) => 
  el('div', { class: 'card' }, el('h3', {}, title), el('dl', {}, rows.map(({ label, value }) => [el('dt', {}, label), el('dd', {}, value)])));

/** Both answers weigh the same, and what is asked stands between the wording and them. @param {Chat.Consent} consent @param {Chat.Desk} desk */
function consentView({ wording, accept, decline }, text, desk) {
  const { t, consentUrl } = desk;
  return el('div', { class: 'card' }, el('p', { class: 'wording', tabindex: '-1' }, wording), el('p', {}, text.replace(wording, '').trim()), consentUrl && webLink(consentUrl, t('privacy'), t('new_tab')),
    group(t, 'consent', [choiceButton(accept, desk), choiceButton(decline, desk)]));
}

/** Thumbs, and after a thumb down one optional question. */
function rateView(seq, { t, rate }) {
  const id = newId();
  const said = el('span', { role: 'status' });
  const reason = el('input', { id, maxlength: '500' });
  const save = async (value, why) => {
    const kept = await rate(seq, value, why);
    said.textContent = t(kept ? 'thanks' : 'trouble');
    if (!kept) return;
    for (const [name, node] of Object.entries(thumbs)) node.ariaPressed = `${name === value}`;
    if (why !== undefined) thumbs.down.focus();
    form.hidden = value === 'up' || why !== undefined;
  };
  const submit = (event) => {
    event.preventDefault();
    save('down', reason.value.trim());
  };
  const thumb = (value) => button({ 'aria-pressed': 'false', ...named(t(value)), click: () => save(value) }, icon(THUMB));
  const thumbs = { up: thumb('up'), down: thumb('down') };
  const form = el('form', { hidden: true, submit }, el('label', { for: id }, t('reason')), reason, el('button', { class: 'primary' }, t('send')));
  return el('div', { class: 'rate', 'aria-live': 'off', role: 'group', 'aria-label': t('rate') }, thumbs.up, thumbs.down, said, form);
}

/** Whether the message asks what a later one may ask again. */
export const asks = (custom) => !!(custom?.form ?? custom?.slots ?? custom?.consent);

/** The controls of one message; null if it has none. @param {Chat.Message} message @param {Chat.Desk} desk */
export function customView({ seq, text, custom }, desk) {
  if (custom?.version !== 1) return null;
  const { t, save } = desk;
  const { review, form, slots, consent, quick_replies, ics, rate } = custom;
  const asked = el('div', {},
    ...(form ? [spoken(t('form_follows')), formView(form, seq, desk)] : []),
    ...(slots ? slotsView(slots, desk) : []), consent && consentView(consent, text, desk),
    ...(quick_replies ? group(t, 'replies', quick_replies.map((choice) => choiceButton(choice, desk))) : []));
  // A closed control keeps the focus, so every way to change it is stopped.
  for (const type of ['click', 'mousedown', 'keydown']) {
    asked.addEventListener(type, (/** @type {any} */ event) => {
      if (!event.target.closest('[aria-disabled=true]') || ['Tab', 'Escape'].includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    }, true);
  }
  const chose = el('span', { class: 'sr', 'aria-live': 'off' });
  const calendar = ics && button({ class: 'choice', click: () => save(ics.filename, 'text/calendar', ics.content) }, t('calendar'));
  const errors = form?.fields.flatMap(({ error }) => error ?? []) ?? [];
  return {
    /** What of the text stands beside the fields, and what is left of it. */
    errors: errors.join(' '),
    said: consent ? '' : errors.reduce((rest, error) => rest.replace(error, ''), text).trim(),
    node: el('div', { class: 'custom' }, review && reviewView(review), asked.firstChild && asked, calendar, rate && rateView(seq, desk), chose),
    /** @param {Chat.Standing} standing */
    stand({ inert, chosen }) {
      /** @type {any[]} */
      const controls = [...asked.querySelectorAll('button, input, select')];
      const taken = controls.some(({ dataset }) => dataset.title && dataset.title === chosen);
      for (const control of controls) {
        const { title, full } = control.dataset;
        const closed = inert || taken;
        control.toggleAttribute('data-chosen', taken && title === chosen);
        control.ariaDisabled = closed || full !== undefined || null;
        control.tabIndex = closed ? -1 : 0;
        control.readOnly = closed;
      }
      asked.classList.toggle('inert', inert);
      chose.textContent = taken ? t('chose', { title: chosen }) : '';
    },
  };
}
