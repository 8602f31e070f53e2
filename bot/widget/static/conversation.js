import { Problem } from './transport.js';

const SHORTEST = 500;
const LONGEST = 30_000;
const PAGE = 50;

/** `randomUUID` is missing on plain-http pages. */
function uuid() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4}).(.{3}).(.{3})(.{12})/, '$1-$2-4$3-a$4-$5');
}

/** A pause that can be cut short. */
class Pause {
  end = () => {};

  wait(ms) {
    return new Promise((resolve) => {
      const timer = ms < Infinity ? setTimeout(resolve, ms) : 0;
      this.end = () => {
        clearTimeout(timer);
        resolve(0);
      };
    });
  }
}

/** One visitor's thread, kept the same as the server's. Knows nothing of the page. */
export class Conversation {
  /** By seq, each once. @type {Chat.Message[]} */
  messages = [];
  /** @type {Chat.Pending[]} */
  pending = [];
  /** @type {Chat.State} */
  state = { status: 'bot', waiting: false };
  /** Set while the server cannot be reached. @type {Problem | null} */
  problem = null;
  /** @type {null | 'deleted' | 'over' | 'refused'} */
  ended = null;
  /** It began in this page, so its greeting is news. */
  fresh = false;
  hasEarlier = false;

  #cursor = 0;
  #loaded = false;
  #base = SHORTEST;
  #suspended = false;
  #delivering = false;
  #following = new Pause();
  #resting = new Pause();
  /** @type {AbortController | null} */
  #run = null;
  /** @type {AbortController | null} */
  #stream = null;

  /** @param {Chat.ConversationParts} parts */
  constructor({ transport, store, locale, notify }) {
    this.transport = transport;
    this.store = store;
    this.locale = locale;
    this.notify = notify;
  }

  start() {
    if (this.#run || this.ended) return;
    this.transport.token = this.store.session?.token ?? null;
    for (const item of this.store.outbox) this.pending.push(item.status === 'failed' ? item : { ...item, status: 'sending' });
    this.#run = new AbortController();
    this.#follow(this.#run.signal);
  }

  stop() {
    this.#run?.abort();
    this.#run = null;
    this.#stream?.abort();
    this.#following.end();
    this.#resting.end();
  }

  restart() {
    this.stop();
    Object.assign(this, { messages: [], pending: [], state: { status: 'bot', waiting: false }, problem: null, ended: null, fresh: false, hasEarlier: false });
    this.#cursor = 0;
    this.#loaded = false;
    this.start();
    this.notify('changed');
  }

  suspend() {
    this.#suspended = true;
    this.#stream?.abort();
  }

  /** Tries again at once, with a new stream: after a pause the old one cannot be trusted. */
  wake() {
    this.#suspended = false;
    this.#stream?.abort();
    this.#following.end();
    this.#resting.end();
  }

  async #follow(signal) {
    for (let failures = 0; !signal.aborted; ) {
      const began = Date.now();
      let wait = 0;
      try {
        if (!this.transport.token) await this.#create();
        if (!signal.aborted) await (this.#loaded ? this.#catchUp() : this.#restore());
        if (signal.aborted) return;
        this.#met(null);
        this.#deliver();
        if (this.#suspended) await this.#following.wait(Infinity);
        else await this.#listen();
        if (Date.now() - began > 5_000) failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof Problem)) reportError(error);
        if (error.status === 401) return this.#end('over');
        if (error.final && !this.transport.token) {
          console.error(error.message);
          return this.#end('refused', error);
        }
        this.#met(error);
        wait = error.retryAfter * 1000;
      }
      if (!signal.aborted) await this.#following.wait(wait || this.#backOff(failures++));
    }
  }

  #backOff(failures) {
    return Math.random() * Math.min(LONGEST, this.#base * 2 ** failures);
  }

  #met(problem) {
    const before = this.problem;
    this.problem = problem;
    if (before && !problem) this.#resting.end();
    if (before || problem) this.notify('changed', problem ?? undefined);
  }

  async #create() {
    const session = await this.transport.create(this.locale);
    // Another tab may have been quicker: then its session is the one.
    if (!this.store.session?.token) {
      this.store.session = session;
      this.store.seen = 0;
    }
    this.fresh = true;
    this.transport.token = (this.store.session ?? session).token;
  }

  async #restore() {
    const page = await this.transport.messages({ last: PAGE });
    this.#loaded = true;
    this.hasEarlier = page.messages.length >= PAGE;
    this.#take(page);
    this.notify('restored');
  }

  async #catchUp() {
    for (;;) {
      const page = await this.transport.messages({ after: this.#cursor });
      this.#take(page);
      this.notify('changed');
      if (!page.messages.length) return;
    }
  }

  #take({ messages, state }) {
    for (const message of messages) this.#accept(message);
    this.state = state;
  }

  async #listen() {
    const stop = (this.#stream = new AbortController());
    await this.transport.stream(this.#cursor, (name, data) => {
      if (stop.signal.aborted) return;
      if (name === 'ended') return this.#end('deleted');
      if (name === 'retry') this.#base = Number(data) || SHORTEST;
      else if (name === 'state') this.state = JSON.parse(data);
      else if (name === 'message') this.#accept(JSON.parse(data));
      this.notify('changed');
    }, stop);
  }

  /** Only what the server sent moves the cursor, never an acknowledgement. @param {Chat.Message} message */
  #accept(message) {
    this.#cursor = Math.max(this.#cursor, message.seq);
    if (message.role !== 'visitor') this.state = { ...this.state, waiting: false };
    this.#place(message);
  }

  /** It may come any number of times. @param {Chat.Message} message */
  #place(message) {
    this.#forget(message.client_id);
    const at = this.messages.findIndex(({ seq }) => seq >= message.seq);
    if (at < 0) this.messages.push(message);
    else if (this.messages[at].seq > message.seq) this.messages.splice(at, 0, message);
    else this.messages[at] = { client_id: this.messages[at].client_id, ...message };
  }

  /** Shows the text at once and delivers the body as soon as may be. @param {Chat.Body} body */
  send(body, text) {
    const client_id = uuid();
    this.pending.push({ client_id, body, role: 'visitor', text, at: new Date().toISOString(), status: 'sending' });
    this.store.outbox = this.pending;
    this.notify('changed');
    this.#deliver();
    return client_id;
  }

  /** @param {Chat.Pending} item */
  retry(item) {
    item.status = 'sending';
    this.notify('changed');
    this.wake();
    this.#deliver();
  }

  discard(item) {
    this.#forget(item.client_id);
    this.notify('changed');
  }

  #forget(id) {
    if (!id) return;
    const left = this.pending.filter(({ client_id }) => client_id !== id);
    if (left.length < this.pending.length) this.store.outbox = this.pending = left;
  }

  async #deliver() {
    if (this.#delivering || !this.#run || !this.#loaded) return;
    this.#delivering = true;
    const { signal } = this.#run;
    for (let failures = 0; !signal.aborted; ) {
      const item = this.pending.find(({ status }) => status !== 'failed');
      if (!item) break;
      try {
        const { seq } = await this.transport.post(item.client_id, item.body);
        failures = 0;
        if (!signal.aborted) this.#settle(item, seq);
      } catch (problem) {
        if (signal.aborted) break;
        if (!(problem instanceof Problem)) reportError(problem);
        if (problem.status === 401) this.#end('over');
        else {
          Object.assign(item, { status: problem.final ? 'failed' : 'waiting', reason: problem.detail, retryAfter: problem.retryAfter });
          this.store.outbox = this.pending;
          this.notify('changed', problem);
          if (!problem.final) await this.#resting.wait(problem.retryAfter * 1000 || this.#backOff(failures++));
        }
      }
    }
    this.#delivering = false;
    // The next run may have found this one still at work.
    if (signal.aborted) this.#deliver();
  }

  #settle({ client_id, role, text, at }, seq) {
    this.#forget(client_id);
    if (!this.messages.some((message) => message.seq === seq)) this.#place({ seq, role, text, at, client_id });
    const answered = this.messages.some((message) => message.seq > seq && message.role !== 'visitor');
    if (!answered) this.state = { ...this.state, waiting: true };
    this.notify('changed');
  }

  /** Throws a `Problem`, as does `remove`. */
  async earlier() {
    const { messages } = await this.transport.messages({ before: this.messages[0].seq, limit: PAGE });
    this.hasEarlier = messages.length >= PAGE;
    for (const message of messages) this.#place(message);
    this.notify('earlier');
  }

  async remove() {
    if (this.transport.token) await this.transport.remove();
    this.#end('deleted');
  }

  /** Does as another tab did: began a session, or ended this one. */
  join() {
    const token = this.store.session?.token ?? null;
    if (token === this.transport.token) return;
    if (token) this.restart();
    else this.#end('deleted');
  }

  #end(why, problem) {
    if (this.ended) return;
    this.stop();
    this.ended = why;
    if (this.store.session?.token === this.transport.token) this.store.session = null;
    this.transport.token = null;
    if (why === 'deleted') this.messages = [];
    // What could not be sent goes back to where it was typed.
    const unsent = this.pending.map(({ body }) => 'text' in body && body.text);
    this.store.draft = [this.store.draft, ...unsent].filter(Boolean).join('\n');
    this.store.outbox = this.pending = [];
    this.notify('ended', problem);
  }
}
