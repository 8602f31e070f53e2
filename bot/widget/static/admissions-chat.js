import { Panel } from './panel.js';
import { openStore, watchSession } from './storage.js';
import { sheet } from './styles.js';
import { textsFor } from './texts.js';

const OUT_OF_SIGHT = 30_000;

/** Attributes in, events out; the rest is the panel. */
class AdmissionsChat extends HTMLElement {
  static observedAttributes = ['heading', 'theme-color'];
  #life = new AbortController();
  /** @type {Panel | null} */
  #panel = null;

  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    const wanted = this.getAttribute('lang') || `${navigator.language} ${this.closest('[lang]')?.getAttribute('lang')}`;
    const server = (this.getAttribute('server') || new URL(import.meta.url).origin).replace(/\/+$/, '');
    const store = openStore(server);
    const panel = (this.#panel = new Panel({
      texts: textsFor(wanted),
      locale: navigator.language,
      dir: this.getAttribute('dir') || getComputedStyle(this).direction,
      server,
      store,
      consentUrl: this.getAttribute('consent-url'),
      tell: (event, detail) => this.dispatchEvent(new CustomEvent(event, { detail })),
    }));
    const { conversation } = panel;
    this.shadowRoot?.replaceChildren(panel.node);
    this.attributeChangedCallback();
    panel.attend(signal);

    watchSession(server, () => conversation.join(), signal);
    addEventListener('online', () => conversation.wake(), { signal });
    let hiding = 0;
    document.addEventListener('visibilitychange', () => {
      clearTimeout(hiding);
      if (document.hidden) hiding = setTimeout(() => conversation.suspend(), OUT_OF_SIGHT);
      else conversation.wake();
    }, { signal });
    if (store.session) conversation.start();
    const delay = this.getAttribute('open-on');
    // On a small screen the panel would cover the page and take the focus, which nobody asked for.
    if (delay === null || store.open || store.session || panel.isSmall) return;
    const opening = setTimeout(() => panel.show(), Number(delay) * 1000);
    signal.addEventListener('abort', () => clearTimeout(opening));
  }

  disconnectedCallback() {
    this.#life.abort();
    this.#panel?.conversation.stop();
    this.#panel = null;
  }

  attributeChangedCallback() {
    this.#panel?.dress(this.getAttribute('heading'), this.getAttribute('theme-color') ?? '');
  }

  open() { this.#panel?.open(); }

  close() { this.#panel?.close(); }
}

customElements.define('admissions-chat', AdmissionsChat);
