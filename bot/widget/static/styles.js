// A constructed sheet is what a strict content policy lets in. Sizes in em keep to the reader's default.
export const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host {
  all: initial !important; display: block !important; position: fixed !important; z-index: 2147483000 !important;
  inset: auto !important; inset-block-end: var(--admissions-chat-y, 1.25em) !important; inset-inline-end: var(--admissions-chat-x, 1.25em) !important;
}
:host([position=start]) { inset-inline: var(--admissions-chat-x, 1.25em) auto !important }
:host([hidden]), [hidden] { display: none !important }
@media print { :host { display: none !important } }
* { box-sizing: border-box; margin: 0; padding: 0; font: inherit; color: inherit; letter-spacing: inherit; word-spacing: inherit }
.root {
  --bg: #fff; --ink: #1b1f24; --muted: #59616b; --line: #7b838d; --soft: #d5dae0; --bubble: #f0f2f5; --danger: #a8200d; --accent: var(--accent-light);
  color-scheme: light; color: var(--ink); font: 1em/1.45 system-ui, sans-serif; text-align: start; overflow-wrap: anywhere;
}
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
ol { list-style: none }
button { cursor: pointer; border: 1px solid transparent; background: none }
a { color: var(--accent) }
svg { width: 1.5em; height: 1.5em; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; display: block }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; box-shadow: 0 0 0 2px var(--bg) }
h2, h3, label, .author, .primary, .error, .bad { font-weight: 600 }
.hint, .meta, .status, .rate { font-size: .85em; color: var(--muted) }
.error, .bad { color: var(--danger) }

.launcher, .send, .plain { display: grid; place-items: center; flex: none; width: 2.75em; height: 2.75em; border-radius: 50% }
.launcher, .send, .head, .visitor .bubble { background: var(--theme); color: var(--on-theme) }
.launcher { position: relative; width: 3.5em; height: 3.5em; border: 2px solid var(--on-theme); box-shadow: 0 2px 10px #0006 }
.badge {
  position: absolute; inset: -.4em -.4em auto auto; min-width: 1.6em; padding: 0 .35em; border: 1px solid #fff; border-radius: 1em;
  background: #a8200d; color: #fff; font-size: .85em;
}
dialog { border: 1px solid var(--soft); background: var(--bg); color-scheme: inherit }
.panel {
  inset: auto; inset-block-end: 4.5em; inset-inline-end: 0; width: 24.5em; max-width: calc(100vw - 2.5em); height: 40em;
  max-height: calc(100vh - var(--admissions-chat-y, 1.25em) - 5.5em); border-radius: 1em; box-shadow: 0 8px 40px #0005; overflow: hidden; flex-direction: column;
}
:host([position=start]) .panel { inset-inline: 0 auto }
.panel[open] { display: flex }
.panel:modal { inset: 0 !important; width: 100vw; height: 100dvh; max-width: none; max-height: none; border: 0; border-radius: 0 }
.panel:modal + .launcher { visibility: hidden }

.head { position: relative; display: flex; align-items: center; padding: .6em .5em; padding-inline-start: 1em }
.head div:first-child { flex: 1; min-width: 0 }
.head p { font-size: .85em }
.head svg { stroke-width: 3 }
.head :focus-visible { outline-color: var(--on-theme); outline-offset: -3px; box-shadow: none }
.menu {
  position: absolute; z-index: 2; inset-block-start: 100%; inset-inline-end: .5em; padding: .35em; border: 1px solid var(--line); border-radius: .7em;
  background: var(--bg); color: var(--ink); box-shadow: 0 6px 24px #0004;
}
.menu * { display: block; width: 100%; min-height: 2.75em; padding: .6em .8em; border-radius: .45em; color: inherit; text-align: start; text-decoration: none }
.menu :focus-visible { outline-color: var(--ink) }

.thread { position: relative; flex: 1; min-height: 0; display: flex }
.log { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 1em }
.log:focus-visible { outline-offset: -3px }
li { display: flex; flex-direction: column; align-items: flex-start; margin-block-end: .75em; position: relative }
.visitor { align-items: flex-end }
.bubble { max-width: 88%; padding: .55em .85em; border: 1px solid transparent; border-radius: 1.1em; border-end-start-radius: .3em; background: var(--bubble); white-space: pre-line }
.visitor .bubble { border-end-start-radius: 1.1em; border-end-end-radius: .3em }
.staff .bubble { background: none; border-color: var(--accent) }
.system { align-items: center }
.system .bubble { background: none; color: var(--muted); text-align: center }
.trouble .bubble, .limit .bubble { border-color: var(--danger) }
.author { font-size: .85em }
.meta, .rate { display: flex; flex-wrap: wrap; align-items: center; gap: .15em .6em; margin-block-start: .15em }
li.bot:has(+ li.bot) time, li.visitor:has(+ li.visitor) time { display: none }
.visitor .meta { justify-content: end }
.state { display: contents }

.custom { width: 100% }
.custom > * { margin-block-start: .6em }
.custom .choices { display: flex; flex-wrap: wrap; gap: .5em }
.choice, .primary, .newest { min-height: 2.6em; padding: .45em 1em; border: 1px solid var(--accent); border-radius: 1.3em; background: var(--bg); color: var(--accent) }
.primary { background: var(--theme); color: var(--on-theme) }
.newest { position: absolute; inset: auto 0 .6em; margin: auto; width: fit-content }
.earlier { display: block; margin: 0 auto 1em }
.slot { width: 100%; border-radius: .8em; text-align: start }
small { display: block; color: var(--muted); font-size: .9em }
.custom [aria-disabled=true] { cursor: default; border-color: var(--soft); background: none; color: var(--muted); text-decoration: none }
.custom [data-chosen] { border-color: var(--accent) !important; background: var(--bubble) !important; color: var(--ink) !important }
.inert .choice { display: none }
.card, .custom form { padding: .9em; border: 1px solid var(--soft); border-radius: .9em; display: grid; gap: .75em; justify-items: start }
dl { display: grid; grid-template-columns: minmax(5em, auto) 1fr; gap: .3em 1em }
dt { color: var(--muted) }
.row { width: 100%; display: grid; gap: .25em }
input, select, textarea { width: 100%; min-height: 2.75em; padding: .5em .7em; border: 1px solid var(--line); border-radius: .6em; background: var(--bg) }
[aria-invalid=true] { border: 2px solid var(--danger) }
.check { grid-template-columns: auto 1fr; align-items: center; gap: .25em .6em }
[type=checkbox] { width: 1.5em; height: 1.5em; min-height: 0; accent-color: var(--accent) }
.check p { grid-column: 1 / -1 }
.rate [aria-pressed] { padding: .4em; border-radius: .5em }
.rate [aria-pressed=true] { color: var(--accent); border-color: var(--accent) }
.rate [aria-pressed] + [aria-pressed] { transform: rotate(180deg) }
.rate form { width: 100% }

.status { min-height: 1.6em; padding: 0 1.1em; display: flex; align-items: center; gap: .5em }
.dots i { display: inline-block; width: .45em; height: .45em; margin-inline-end: .25em; border-radius: 50%; background: currentColor; animation: blink 1.2s 4 }
.dots i + i { animation-delay: .2s }
@keyframes blink { 50% { opacity: .25 } }
.composer, .over { display: flex; flex-wrap: wrap; align-items: end; gap: .5em; padding: .6em .75em .75em; border-block-start: 1px solid var(--soft) }
textarea { flex: 1; min-width: 0; max-height: 8em; resize: none; border-radius: 1.3em; padding-inline: 1em }
::placeholder { color: var(--muted); opacity: 1 }
textarea:focus-visible { outline: 2px solid var(--accent); outline-offset: 0 }
.over { align-items: center; justify-content: center }
.confirm { margin: auto; max-width: min(24em, 90vw); padding: 1.25em; border-radius: 1em }
.confirm button { margin: 1em .5em 0 0 }
.danger { border-color: var(--danger); color: var(--danger) }

@media (max-height: 400px) {
  .head { padding-block: 0 }
  .head p, .status:not(.bad) { display: none }
  .composer, .log { padding-block: .4em }
}
@media (prefers-color-scheme: dark) {
  .root { --bg: #16191d; --ink: #e9ecef; --muted: #a9b1ba; --line: #858d97; --soft: #3a4149; --bubble: #262b31; --danger: #ff9d92; --accent: var(--accent-dark); color-scheme: dark }
}
@media (prefers-reduced-motion) { .dots i { animation: none } }
@media (forced-colors: active) {
  .bubble, button, .head { border: 1px solid CanvasText }
  .visitor .bubble, [data-chosen], [aria-pressed=true] { border: 2px solid Highlight !important }
  .custom [aria-disabled=true] { color: GrayText }
  .dots i { background: CanvasText; forced-color-adjust: none }
}
`);
