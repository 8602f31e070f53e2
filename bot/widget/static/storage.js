/** For all tabs or for this one; in memory where the browser forbids it. */
function area(name) {
  try {
    const storage = name === 'all' ? localStorage : sessionStorage;
    storage.setItem('admissions-chat', '');
    storage.removeItem('admissions-chat');
    return storage;
  } catch {
    const memory = new Map();
    return { getItem: (key) => memory.get(key) ?? null, setItem: (key, value) => memory.set(key, value), removeItem: (key) => memory.delete(key) };
  }
}

/** What is kept of the talk with one server. @returns {Chat.Store} */
export function openStore(server) {
  const [all, tab] = [area('all'), area('tab')];
  /** @type {any} */
  const store = {};
  for (const [name, kept, none] of /** @type {const} */ ([['session', all, null], ['seen', all, 0], ['draft', tab, ''], ['open', tab, ''], ['outbox', tab, []]])) {
    const key = `admissions-chat ${server} ${name}`;
    const get = () => {
      try {
        const value = JSON.parse(kept.getItem(key) ?? 'null') ?? none;
        return typeof value === typeof none ? value : none;
      } catch {
        return none; // someone else wrote it
      }
    };
    const set = (value) => {
      try {
        if (value === null || value.length === 0) kept.removeItem(key);
        else kept.setItem(key, JSON.stringify(value));
      } catch {
        // full: the page itself still holds the value
      }
    };
    Object.defineProperty(store, name, { get, set });
  }
  return store;
}

/** Tells when another tab began, changed or ended the session. */
export function watchSession(server, listener, signal) {
  addEventListener('storage', ({ key }) => (key === null || key === `admissions-chat ${server} session`) && listener(), { signal });
}
