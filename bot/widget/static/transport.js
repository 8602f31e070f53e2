const PATIENCE = 20_000;
const FIRST_BYTE = 8_000;
const SILENCE = 40_000;

/** A call that failed: the HTTP status, 0 if the server was not reached; `retryAfter` in seconds. */
export class Problem extends Error {
  constructor(status, detail = '', retryAfter = 0) {
    super(detail || `status ${status}`);
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
    /** Refused for good: the same call would be refused again. */
    this.final = status >= 400 && status < 500 && ![408, 425, 429].includes(status);
  }
}

const unreached = () => { throw new Problem(0); };

/** A proxy may have answered something else. */
async function problemOf(response) {
  const said = await response.json().catch(() => ({}));
  return new Problem(response.status, said.detail ?? said.title, Number(said.retry_after ?? response.headers.get('Retry-After')) || 0);
}

/** Puts a stream's pieces, cut anywhere, together into events. */
class EventReader {
  #rest = '';
  #event = { name: 'message', data: '' };

  *read(piece) {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, field, value] = /^([^:\r]*):? ?([^]*?)\r?$/.exec(line) ?? [];
      if (field === 'event') this.#event.name = value;
      else if (field === 'data') this.#event.data += value;
      else if (field === 'retry') yield { name: field, data: value };
      else if (!line.trim()) {
        if (this.#event.data || this.#event.name !== 'message') yield this.#event;
        this.#event = { name: 'message', data: '' };
      }
    }
  }
}

/** The web contract. Every method throws a `Problem`. */
export class Transport {
  /** @type {string | null} */
  token = null;

  constructor(server) {
    this.server = server;
  }

  async #call(method, path, body, signal = AbortSignal.timeout(PATIENCE)) {
    const headers = new Headers();
    if (this.token) headers.set('Authorization', `Bearer ${this.token}`);
    if (body) headers.set('Content-Type', 'application/json');
    const response = await fetch(this.server + path, { method, headers, body: body && JSON.stringify(body), signal, credentials: 'omit', cache: 'no-store' })
      .catch(unreached);
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  /** An answer that breaks off or is no JSON counts as not reached. @returns {Promise<any>} */
  async #json(method, path, body) {
    const response = await this.#call(method, path, body);
    return response.json().catch(unreached);
  }

  /** Twice files but no session: the page may not embed the chat. @returns {Promise<Chat.Session>} */
  create(locale, again = true) {
    return this.#json('POST', '/chat/sessions', { page_url: location.href.split('#')[0], referrer: document.referrer, locale }).catch(async (problem) => {
      if (problem.status) throw problem;
      await this.#call('GET', '/widget/page.css').catch(unreached);
      if (again) return this.create(locale, false);
      throw new Problem(403, `ADMISSIONS_ALLOWED_ORIGINS does not name ${location.origin}`);
    });
  }

  post(client_id, body) {
    return this.#json('POST', '/chat/messages', { page_url: location.href.split('#')[0], client_id, ...body });
  }

  /** By after, by before and limit, or by last. @returns {Promise<Chat.Page>} */
  messages(query) {
    return this.#json('GET', `/chat/messages?${new URLSearchParams(query)}`);
  }

  feedback(seq, value, reason) {
    return this.#call('POST', '/chat/feedback', { seq, value, reason: reason || undefined });
  }

  async transcript() {
    return (await this.#call('GET', '/chat/transcript')).text();
  }

  remove() {
    return this.#call('DELETE', '/chat/session');
  }

  /** Follows the stream until it ends, is cut off or falls silent. */
  async stream(after, deliver, stop) {
    let watchdog = setTimeout(() => stop.abort(), FIRST_BYTE);
    try {
      const response = await this.#call('GET', `/chat/stream?after=${after}`, undefined, stop.signal);
      const bytes = /** @type {ReadableStream} */ (response.body).getReader();
      const decoder = new TextDecoder();
      const events = new EventReader();
      for (;;) {
        const { value } = await bytes.read().catch(() => ({ value: undefined }));
        if (!value) return;
        clearTimeout(watchdog);
        watchdog = setTimeout(() => stop.abort(), SILENCE);
        for (const { name, data } of events.read(decoder.decode(value, { stream: true }))) deliver(name, data);
      }
    } catch (problem) {
      if (!stop.signal.aborted) throw problem;
    } finally {
      clearTimeout(watchdog);
    }
  }
}
