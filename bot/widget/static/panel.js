import { readColour, readableOn, textOn } from './colour.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { button, el, icon, named, newId } from './dom.js';
import { confirmView, menuView } from './menu.js';
import { Thread } from './thread.js';
import { Transport } from './transport.js';

const BUBBLE = 'M21 12a8 8 0 0 1-11.5 7.2L4 21l1.7-5A8 8 0 1 1 21 12z';
const CROSS = 'M6 6l12 12M18 6 6 18';
const BLUE = [29, 79, 145];
// The grounds that coloured text stands on, as in styles.js.
const LIGHT = [240, 242, 245];
const DARK = [38, 43, 49];

export class Panel {
  #small = matchMedia('(max-width: 480px), (max-height: 480px)');

  /** @param {Chat.PanelParts} parts */
  constructor({ texts: { lang, t }, locale, dir, server, store, consentUrl, tell }) {
    if (!locale.startsWith(lang)) locale = lang;
    this.t = t;
    this.store = store;
    this.tell = tell;
    this.transport = new Transport(server);
    this.conversation = new Conversation({ transport: this.transport, store, locale, notify: (what, problem) => this.#changed(what, problem) });
    this.composer = new Composer(t, store, (text) => this.conversation.send({ text }, text));
    this.thread = new Thread(this.#desk(consentUrl), {
      locale,
      earlier: () => this.#attempt(() => this.conversation.earlier()),
      retry: (item) => this.conversation.retry(item),
      edit: (item) => {
        if ('text' in item.body) this.composer.put([item.body.text, store.draft].filter(Boolean).join('\n'));
        this.composer.input.focus();
        this.conversation.discard(item);
      },
    });
    const [panelId, headingId] = [newId(), newId()];
    this.badge = el('span', { class: 'badge', 'aria-hidden': 'true' });
    this.launcher = button({ class: 'launcher', part: 'launcher', 'aria-controls': panelId, click: () => (this.isOpen ? this.close() : this.open()) },
      icon(BUBBLE), this.badge);
    this.heading = el('h2', { id: headingId });
    this.mode = el('p');
    this.dots = el('span', { class: 'dots', 'aria-hidden': 'true' }, el('i'), el('i'), el('i'));
    this.said = el('span');
    this.status = el('div', { class: 'status', role: 'status' }, this.dots, this.said);
    this.ending = el('p', { role: 'status' });
    this.again = button({ class: 'primary', click: () => this.#again() });
    this.over = el('div', { class: 'over' }, this.ending, this.again);
    const confirm = confirmView(t, () => this.#attempt(() => this.conversation.remove()));
    const menu = menuView(t, [
      ['person', () => { this.conversation.send({ text: t('person') }, t('person')); this.composer.focusQuietly(); }],
      ['transcript', () => this.#attempt(async () => this.thread.desk.save('conversation.txt', 'text/plain', await this.transport.transcript()))],
      ['remove', () => confirm.showModal()],
    ], consentUrl);
    const close = button({ class: 'plain', ...named(t('close')), click: () => this.close() }, icon(CROSS));
    this.dialog = el('dialog', { class: 'panel', part: 'panel', id: panelId, 'aria-labelledby': headingId },
      el('div', { class: 'head' }, el('div', {}, this.heading, this.mode), menu, close), this.thread.node, this.status, this.over, this.composer.node);
    const leave = (event) => {
      if (event.defaultPrevented || (event.type === 'keydown' && (event.key !== 'Escape' || event.isComposing))) return;
      event.preventDefault();
      this.close();
    };
    this.dialog.addEventListener('keydown', leave);
    this.dialog.addEventListener('cancel', leave);
    // A panel that opened by itself begins no conversation until someone turns to it.
    for (const type of ['focusin', 'pointerdown']) this.dialog.addEventListener(type, () => this.conversation.start());
    this.node = el('div', { class: 'root', lang, dir }, this.dialog, this.launcher, confirm);
    this.#update();
  }

  get isOpen() { return this.dialog.open; }

  get isSmall() { return this.#small.matches; }

  get #focused() { return /** @type {any} */ (this.node.getRootNode()).activeElement; }

  attend(signal) {
    this.#small.addEventListener('change', () => this.isOpen && this.#present(), { signal });
    if (!this.isSmall && this.store.open === 'yes') this.show();
  }

  dress(heading, colour) {
    this.heading.textContent = heading || this.t('heading');
    const theme = readColour(colour, this.node) ?? BLUE;
    const colours = { theme, 'on-theme': textOn(theme), 'accent-light': readableOn(theme, LIGHT), 'accent-dark': readableOn(theme, DARK) };
    for (const [name, rgb] of Object.entries(colours)) this.node.style.setProperty(`--${name}`, `rgb(${rgb})`);
  }

  /** The visitor asked for it: begins the conversation and takes the focus. */
  open() {
    this.show();
    this.conversation.start();
    const waiting = [...this.thread.log.querySelectorAll('.custom:not(:has([data-title][aria-disabled])) .wording')].pop();
    /** @type {any} */ (this.over.hidden ? waiting ?? this.composer.input : this.again).focus();
  }

  /** Leaves the focus where it is, unless the panel covers a small screen. */
  show() {
    if (this.isOpen) return;
    this.#present();
    this.store.open = 'yes';
    // What was there already is no news, but the greeting of a conversation that begins now is.
    const drawn = () => { this.thread.toEnd(); this.#update(); };
    if (this.store.session) this.thread.quietly(drawn);
    else { drawn(); this.thread.log.ariaLive = 'polite'; }
    this.composer.put(this.store.draft);
    this.tell('open');
  }

  close() {
    if (!this.isOpen) return;
    const within = this.dialog.contains(this.#focused);
    this.dialog.close();
    this.store.open = 'no';
    this.#update();
    if (within) this.launcher.focus();
    this.tell('close');
  }

  #present() {
    const focused = this.isOpen && this.#focused;
    this.dialog.close();
    if (this.isSmall) this.dialog.showModal();
    else this.dialog.setAttribute('open', '');
    if (focused) focused.focus();
  }

  #changed(what, problem) {
    const { conversation: { messages, pending, hasEarlier, fresh }, thread } = this;
    const draw = () => this.#keepFocus(() => thread.show([...messages, ...pending], hasEarlier));
    if (what === 'earlier') thread.quietly(() => thread.keepPlace(draw));
    else if (what === 'restored' && !fresh) thread.quietly(draw);
    else draw();
    if (what === 'restored') thread.toEnd();
    if (what === 'ended') {
      this.composer.put(this.store.draft);
      thread.desk.remembered = {};
    }
    this.#update();
    if (problem) this.tell('error', problem);
  }

  /** The focus is not lost with what the change takes away. */
  #keepFocus(change) {
    const focused = this.#focused;
    change();
    if (focused && this.isOpen && !focused.getClientRects().length) (this.over.hidden ? this.composer.input : this.again).focus();
  }

  #update() {
    const { t, store, isOpen, conversation: { messages, state, problem, ended } } = this;
    const newest = messages.at(-1)?.seq ?? 0;
    if (isOpen && newest > store.seen) store.seen = newest;
    const count = messages.filter(({ seq, role }) => seq > store.seen && role !== 'visitor').length;
    this.launcher.ariaExpanded = `${isOpen}`;
    this.launcher.ariaLabel = count ? t('unread', { count }) : t('chat');
    this.launcher.querySelector('path')?.setAttribute('d', isOpen ? CROSS : BUBBLE);
    this.badge.hidden = !count;
    this.badge.textContent = String(count);

    const over = ended ?? (state.status === 'ended' ? 'over' : '');
    const typing = state.waiting && state.status === 'bot' && !problem && !over;
    this.dots.hidden = !typing;
    this.#say(over ? '' : problem ? (problem.retryAfter ? t('pause', { count: problem.retryAfter }) : t('offline')) : typing ? t('typing') : '', !!problem);
    this.mode.textContent = t(state.status === 'handoff' ? 'handoff' : 'automated');
    this.#keepFocus(() => {
      this.composer.node.hidden = !!over;
      this.over.hidden = !over;
      this.thread.welcome.hidden ||= !!over;
    });
    this.again.textContent = t(ended === 'refused' ? 'retry' : 'restart');
    const last = over && t(over);
    if (this.ending.textContent !== last) this.ending.textContent = last;
  }

  /** The same words are not said twice. */
  #say(text, bad) {
    if (this.said.textContent !== text) this.said.textContent = text;
    this.status.classList.toggle('bad', bad && !!text);
  }

  /** Whether it worked; if not, the status line says so. */
  async #attempt(call) {
    try {
      await call();
      return true;
    } catch (problem) {
      this.#say(this.t('trouble'), true);
      this.tell('error', problem);
      return false;
    }
  }

  #again() {
    this.store.session = null;
    this.conversation.restart();
    this.composer.input.focus();
  }

  /** @param {string | null} consentUrl @returns {Chat.Desk} */
  #desk(consentUrl) {
    return {
      t: this.t,
      consentUrl,
      remembered: {},
      choose: ({ title, payload }) => {
        this.composer.focusQuietly();
        this.conversation.send({ payload }, title);
      },
      submit: (seq, { id }, values, shown) => {
        Object.assign(this.thread.desk.remembered, values);
        this.composer.focusQuietly();
        this.thread.submitted.set(seq, this.conversation.send({ form: { id, values } }, shown));
        this.#changed('changed');
      },
      rate: (seq, value, reason) => this.#attempt(() => this.transport.feedback(seq, value, reason)),
      save: (filename, type, content) => {
        const href = URL.createObjectURL(new Blob([content], { type }));
        el('a', { href, download: filename }).click();
        setTimeout(() => URL.revokeObjectURL(href), 10_000);
      },
    };
  }
}
