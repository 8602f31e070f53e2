// The shapes that the widget's modules share, for the type checker. `Custom` mirrors bot/conversations/custom.schema.json.
declare namespace Chat {
  interface Choice { title: string; payload: string }
  interface SlotOption extends Choice { starts_at: string; ends_at: string; places_left: number }
  interface Field {
    name: string; label: string; type: 'text' | 'email' | 'tel' | 'date' | 'select' | 'checkbox'; required: boolean;
    autocomplete?: string; hint?: string; options?: { value: string; label: string }[]; value?: string | boolean; error?: string;
  }
  interface Form { id: string; title?: string; submit: string; fields: Field[] }
  interface Slots { note?: string; time_zone: string; options: SlotOption[]; more?: Choice }
  interface Review { title: string; rows: { label: string; value: string }[] }
  interface Consent { wording: string; version: string; accept: Choice; decline: Choice }
  interface Custom {
    version: 1; quick_replies?: Choice[]; form?: Form; slots?: Slots; review?: Review; consent?: Consent;
    rate?: true; ics?: { filename: string; content: string }; notice?: 'limit' | 'trouble' | 'staff';
  }

  type Role = 'visitor' | 'bot' | 'staff' | 'system';
  interface Message { seq: number; role: Role; text: string; lang?: string; custom?: Custom; at: string; client_id?: string }
  interface State { status: 'bot' | 'handoff' | 'ended'; waiting: boolean }
  interface Page { messages: Message[]; state: State }

  type Values = Record<string, string | boolean>;
  type Body = { text: string } | { payload: string } | { form: { id: string; values: Values } };
  /** A message that the server has not yet acknowledged. `failed` was refused for good; `waiting` is tried again. */
  interface Pending {
    client_id: string; body: Body; role: 'visitor'; text: string; lang?: string; at: string;
    status: 'sending' | 'waiting' | 'failed'; reason?: string; retryAfter?: number;
  }
  interface Item { node: HTMLElement; update(entry: Entry, standing?: Standing): void }
  interface ThreadParts { locale: string; earlier(): void; retry(item: Pending): void; edit(item: Pending): void }
  interface ConversationParts {
    transport: import('./static/transport.js').Transport; store: Store; locale: string;
    notify(what: 'restored' | 'earlier' | 'changed' | 'ended', problem?: import('./static/transport.js').Problem): void;
  }
  interface PanelParts {
    texts: { lang: string; t: Translate }; locale: string; dir: string; server: string; consentUrl: string | null;
    store: Store; tell(event: string, detail?: any): void;
  }
  type Build = <K extends keyof HTMLElementTagNameMap>(tag: K, props?: Record<string, any>, ...children: any[]) => HTMLElementTagNameMap[K];
  type Entry = Message | Pending;
  /** The session and the last seq seen, for all tabs; the draft, whether the panel was left open and what is unsent, for this one. */
  interface Store { session: Session | null; seen: number; draft: string; open: '' | 'yes' | 'no'; outbox: Pending[] }
  interface Session { conversation_id: string; token: string }

  type Translate = (key: string, values?: Record<string, string | number>) => string;
  /** What a message's controls may ask for. */
  interface Desk {
    t: Translate;
    lang?: string;
    consentUrl: string | null;
    remembered: Values;
    choose(choice: Choice): void;
    submit(seq: number, form: Form, values: Values, shown: string): void;
    rate(seq: number, value: 'up' | 'down', reason?: string): Promise<boolean>;
    save(filename: string, type: string, content: string): void;
  }
  /** How a message's controls stand: closed to input, and the text that the visitor answered with. */
  interface Standing { inert: boolean; chosen: string }
}
