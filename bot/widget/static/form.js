import { el, newId } from './dom.js';

/** @param {Chat.Field} field @param {Chat.Desk} desk */
function control({ name, type, autocomplete, required, options = [], value }, { t, remembered }) {
  const props = { id: newId(), name, autocomplete, required };
  const known = value ?? remembered[name];
  if (type === 'checkbox') return el('input', { ...props, type, checked: known === true });
  if (type !== 'select') return el('input', { ...props, type, value: known, dir: 'auto' });
  return el('select', props, el('option', { value: '' }, t('choose_one')), options.map(({ value, label }) => el('option', { value, selected: value === known }, label)));
}

function row(field, desk) {
  const input = control(field, desk);
  const error = el('p', { id: newId(), class: 'error' });
  const hint = field.hint && el('p', { id: newId(), class: 'hint' }, field.hint);
  const label = el('label', { for: input.id }, field.label, !field.required && !hint && ` ${desk.t('optional')}`);
  const check = field.type === 'checkbox';
  const say = (text) => {
    error.textContent = text;
    input.ariaInvalid = `${!!text}`;
    input.setAttribute('aria-describedby', `${hint ? hint.id : ''} ${text && error.id}`.trim());
  };
  say(field.error ?? '');
  return { field, input, say, node: el('div', { class: check ? 'row check' : 'row' }, check ? [input, label] : label, hint, error, !check && input) };
}

/** Errors stand beside their field, in words. @param {Chat.Form} form @param {number} seq @param {Chat.Desk} desk */
export function formView(form, seq, desk) {
  const rows = form.fields.map((field) => row(field, desk));
  const heading = form.title && el('h3', { id: newId() }, form.title);
  const submit = (event) => {
    event.preventDefault();
    for (const { input, say } of rows) say(input.validationMessage);
    const wrong = rows.find(({ input }) => !input.validity.valid);
    if (wrong) return wrong.input.focus();
    /** @type {Chat.Values} */
    const values = {};
    const lines = [];
    for (const { field, input } of rows) {
      const { name, label, options = [] } = field;
      const value = 'checked' in input && input.type === 'checkbox' ? input.checked : input.value.trim();
      values[name] = value;
      const shown = value === true ? '✓' : options.find((option) => option.value === value)?.label ?? value;
      if (shown) lines.push(`${label}: ${shown}`);
    }
    desk.submit(seq, form, values, lines.join('\n'));
  };
  return el('form', { novalidate: true, 'aria-live': 'off', 'aria-labelledby': heading && heading.id, submit }, heading, rows.map(({ node }) => node), el('button', { class: 'primary' }, form.submit));
}
