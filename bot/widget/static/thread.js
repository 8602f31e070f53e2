import { asks, customView } from './custom.js';
import { button, el, spoken } from './dom.js';
import { linked } from './links.js';
import { textsFor } from './texts.js';

/**
 * How the controls of each bot message stand, by seq. When they close: docs/widget.md.
 * @param {Chat.Entry[]} entries @param {Map<number, string>} submitted client ids of form answers, by the seq of their form
 */
export function standings(entries, submitted) {
  const standing = new Map();
  const valid = new Set();
  let [over, replied, failed, asked] = [false, false, false, false];
  let chosen = '';
  for (const entry of [...entries].reverse()) {
    if (entry.role === 'visitor') {
      if (replied || !failed) {
        valid.add(entry.client_id);
        over ||= replied;
        chosen = entry.text;
      }
      replied = failed = false;
    } else if ('seq' in entry && entry.role === 'bot') {
      const { seq, custom } = entry;
      standing.set(seq, { inert: over || (asked && asks(custom)) || (submitted.has(seq) && valid.has(submitted.get(seq))), chosen });
      if (custom?.notice && custom.notice !== 'staff') failed = true;
      else replied = true;
      asked ||= asks(custom);
    }
  }
  return standing;
}

export class Thread {
  /** @type {Map<string | number, Chat.Item>} */
  #items = new Map();
  #list = el('ol', { role: 'list' });
  /** @type {Map<number, string>} */
  submitted = new Map();

  /** @param {Chat.Desk} desk @param {Chat.ThreadParts} parts */
  constructor(desk, parts) {
    const { t } = desk;
    const { locale, earlier } = parts;
    this.desk = desk;
    this.parts = parts;
    this.clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
    this.calendar = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
    this.earlier = button({ class: 'choice earlier', hidden: true, click: earlier }, t('earlier'));
    this.welcome = el('p', { class: 'hint' }, t('welcome'));
    this.newest = button({ class: 'newest', hidden: true, click: () => this.toEnd() }, t('newest'));
    this.log = el('div', { class: 'log', role: 'log', 'aria-label': t('log'), 'aria-live': 'off', tabindex: '0' }, this.earlier, this.welcome, this.#list);
    this.log.addEventListener('scroll', () => this.#nearEnd() && this.#arrived());
    this.node = el('div', { class: 'thread' }, this.log, this.newest);
  }

  /** A change that is not read out; news after it is. */
  quietly(change) {
    this.log.ariaLive = 'off';
    change();
    setTimeout(() => (this.log.ariaLive = 'polite'), 500);
  }

  /** @param {Chat.Entry[]} entries in the order of the page */
  show(entries, hasEarlier) {
    const standing = standings(entries, this.submitted);
    const follow = this.#nearEnd();
    const { scrollHeight } = this.log;
    const gone = new Set(this.#items.keys());
    let place = this.#list.firstChild;
    let at, top, added;
    for (const entry of entries) {
      const seq = 'seq' in entry ? entry.seq : 0;
      const key = entry.client_id ?? seq;
      const known = this.#items.get(key);
      const item = known ?? this.#build(entry);
      this.#items.set(key, item);
      gone.delete(key);
      item.update(entry, standing.get(seq));
      if (item.node === place) place = place.nextSibling;
      else this.#list.insertBefore(item.node, place);
      if (!known) added = entry;
      // The lines of one turn have one moment: it is read from its first line.
      if (at !== entry.at) [at, top] = [entry.at, item.node];
    }
    for (const key of gone) {
      this.#items.get(key)?.node.remove();
      this.#items.delete(key);
    }
    this.earlier.hidden = !hasEarlier;
    this.#list.hidden = !entries.length;
    this.welcome.hidden = !!entries.length;
    if (!added) this.log.scrollTop += follow ? this.log.scrollHeight - scrollHeight : 0;
    else if (follow || added.role === 'visitor') this.toEnd(top);
    else this.newest.hidden = false;
  }

  /** Does not move what is being read. */
  keepPlace(change) {
    const fromEnd = this.log.scrollHeight - this.log.scrollTop;
    change();
    this.log.scrollTop = this.log.scrollHeight - fromEnd;
    this.#arrived();
  }

  /** Shows the end; of what is taller than the log, from this node on, its beginning. @param {HTMLElement} [node] */
  toEnd(node) {
    const { log } = this;
    log.scrollTop = log.scrollHeight;
    if (node) log.scrollTop += Math.min(0, node.getBoundingClientRect().top - log.getBoundingClientRect().top - 8);
    this.#arrived();
  }

  #arrived() {
    if (this.newest.matches(':focus')) this.log.focus();
    this.newest.hidden = true;
  }

  #nearEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
  }

  #build(entry) {
    const { role, at, lang, custom } = entry;
    const desk = Object.assign(Object.create(this.desk), role !== 'visitor' && lang && textsFor(lang));
    const { t } = desk;
    const view = customView(entry, desk);
    const bubble = el('div', { class: 'bubble', dir: 'auto' });
    const state = el('div', { class: 'state', 'aria-live': 'off' });
    const date = new Date(at);
    const format = date.toDateString() === new Date().toDateString() ? this.clock : this.calendar;
    const author = role === 'staff' ? el('span', { class: 'author' }, t('said_staff')) : spoken(`${t(`said_${role}`)} `);
    const time = el('time', { datetime: at, dir: 'auto' }, format.format(date));
    const node = el('li', { class: `${role} ${custom?.notice ?? ''}`, lang: desk.lang }, author, view && spoken(`${view.errors} `), bubble, view?.node, el('div', { class: 'meta' }, time, state));
    let text = null;
    let status = '';
    return {
      node,
      update: (now, standing) => {
        if (now.lang) bubble.lang = now.lang;
        if (text !== now.text) {
          text = now.text;
          const said = view ? view.said : text.trim();
          bubble.hidden = !said;
          bubble.replaceChildren(...(role === 'visitor' ? [said] : linked(said, t('new_tab'))));
        }
        if (standing) view?.stand(standing);
        const item = 'status' in now ? now : null;
        const next = role === 'visitor' ? `${item?.status} ${item?.retryAfter}` : '';
        if (status !== next) state.replaceChildren(...this.#state(item));
        status = next;
      },
    };
  }

  /** How far a message of the visitor's has come. @param {Chat.Pending | null} item */
  #state(item) {
    const { t } = this.desk;
    if (!item) return [spoken(t('sent'))];
    const { status, reason = '', retryAfter: count = 0 } = item;
    if (status === 'sending') return [t('sending')];
    const failed = status === 'failed';
    const said = [el('span', { class: 'error', role: failed && 'alert' }, failed ? t('failed', { reason }) : count ? t('pause', { count }) : t('waiting'))];
    const offer = (act) => said.push(button({ class: 'choice', click: () => this.parts[act](item) }, t(act)));
    if (failed || !count) offer('retry');
    if (failed && 'text' in item.body) offer('edit');
    return said;
  }
}
