/** The named storage, or one in memory where the browser forbids it. */
function area(name) {
  try {
    /** @type {Storage} */
    const storage = window[name];
    storage.setItem('admissions-chat', '');
    storage.removeItem('admissions-chat');
    return storage;
  } catch {
    const memory = new Map();
    return { getItem: (key) => memory.get(key) ?? null, setItem: (key, value) => memory.set(key, value), removeItem: (key) => memory.delete(key) };
  }
}

/** What the widget keeps: the session for all tabs; the draft, unsent messages and the open panel for this tab. */
export class Store {
  #shared = area('localStorage');
  #tab = area('sessionStorage');
  #key;

  constructor(server) {
    this.#key = `admissions-chat ${server} `;
  }

  #read(from, name) {
    try {
      return JSON.parse(from.getItem(this.#key + name));
    } catch {
      return null; // someone else wrote it: as good as nothing
    }
  }

  #write(to, name, value) {
    if (value === null) return to.removeItem(this.#key + name);
    try {
      to.setItem(this.#key + name, JSON.stringify(value));
    } catch {
      // Storage is full; the page itself still holds the value.
    }
  }

  /** @returns {Chat.Session | null} */
  get session() { return this.#read(this.#shared, 'session'); }
  set session(session) { this.#write(this.#shared, 'session', session); }

  /** The last seq that the visitor has seen. @returns {number} */
  get seen() { return this.#read(this.#shared, 'seen') ?? 0; }
  set seen(seq) { this.#write(this.#shared, 'seen', seq); }

  /** @returns {string} */
  get draft() { return this.#read(this.#tab, 'draft') ?? ''; }
  set draft(text) { this.#write(this.#tab, 'draft', text || null); }

  /** Whether the panel was left open; null if it was never touched. @returns {boolean | null} */
  get open() { return this.#read(this.#tab, 'open'); }
  set open(open) { this.#write(this.#tab, 'open', open); }

  /** @returns {Chat.Pending[]} */
  get outbox() { return this.#read(this.#tab, 'outbox') ?? []; }
  set outbox(pending) { this.#write(this.#tab, 'outbox', pending.length ? pending : null); }

  /** Tells when another tab began, changed or ended the session. */
  watch(listener, signal) {
    addEventListener('storage', ({ key }) => (key === null || key === `${this.#key}session`) && listener(), { signal });
  }
}
