import { el, icon, named, newId } from './dom.js';

const PLANE = 'M12 20V5m-6 6 6-6 6 6';

/** The line that one types into. What is typed is kept until it is sent. */
export class Composer {
  /** @param {Chat.Translate} t @param {Chat.Store} store */
  constructor(t, store, send) {
    this.store = store;
    const id = newId();
    const keydown = (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.node.requestSubmit();
    };
    const submit = (event) => {
      event.preventDefault();
      const text = this.input.value.trim();
      this.input.focus();
      if (!text) return;
      this.put('');
      send(text);
    };
    const loud = () => this.input.removeAttribute('inputmode');
    const input = () => this.put(this.input.value);
    this.input = el('textarea', { id, rows: '1', placeholder: t('placeholder'), enterkeyhint: 'send', keydown, input, pointerdown: loud, blur: loud });
    this.node = el('form', { class: 'composer', submit },
      el('label', { for: id, class: 'sr' }, t('label')), this.input, el('button', { class: 'send', ...named(t('send')) }, icon(PLANE)));
  }

  put(text) {
    const { input } = this;
    this.store.draft = text;
    if (input.value !== text) input.value = text;
    input.style.height = 'auto';
    if (input.scrollHeight) input.style.height = `${input.scrollHeight + 2}px`;
  }

  /** After a tap on a choice the on-screen keyboard would only be in the way. */
  focusQuietly() {
    if (matchMedia('(pointer: coarse)').matches) this.input.setAttribute('inputmode', 'none');
    this.input.focus();
  }
}
