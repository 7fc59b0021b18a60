// @ts-check
// <session-timeout> warns users before their session ends, and hides the page when the session has ended. How to use it: docs/session-timeout.md

/**
 * The status of a session: the answer of `GET {base}/status`.
 * @typedef {{ signedIn: boolean, userId: string | null, idleSeconds: number | null, absoluteSeconds: number | null, endReason: string | null }} Status
 */

/** The texts that users read. An attribute of the element wins over a text. A module of the app may change the texts before the first warning. */
export const texts = {
  /** The language of all these texts, as in the attribute `lang`. */
  lang: 'en',
  idleTitle: 'Are you still there?',
  idle: 'You have not been active for a while. To keep your account safe you will be signed out in',
  stay: 'Stay signed in',
  absoluteTitle: 'Your session is about to end',
  absolute: 'A session lasts only so long, however active you are. Save your work; then sign in again. You will be signed out in',
  goOn: 'Go on',
  signOut: 'Sign out',
  /** Is read aloud at a few moments. @param {number} seconds */
  left: seconds => `${seconds} seconds left`,
  asking: 'one moment',
  failed: 'That did not work: the server cannot be reached. Please try again.',
  endedTitle: 'You are signed out',
  kept: 'What you typed is still here. Sign in again in another tab, then come back to this one.',
  signIn: 'Sign in again',
  /** By the names of SessionEndReason. @type {Record<string, string>} */
  reasons: {
    SignedOut: 'You signed out.',
    Revoked: 'Your session was ended from another device or by an administrator.',
    Replaced: 'Somebody has signed in again in this browser.',
    IdleTimeout: 'You were not active for too long.',
    AbsoluteTimeout: 'Your session has reached its longest time.',
    SecretReused: 'Your session was ended for your safety: it may have been copied.',
    Undecryptable: 'Your session could not be read any more.',
    Undelivered: 'Your session could not be set up.',
    Limit: 'You signed in on more devices than are allowed at a time.',
  },
};

const announcedSeconds = [60, 30, 10];
const clockCheckMilliseconds = 30_000;
const clockJumpMilliseconds = 2_000;
const answerMilliseconds = 10_000;
const leavingMilliseconds = 5_000;
const doubtMilliseconds = 3_000;
const longestPauseSeconds = 30;
const defaultBase = '/session';
const defaultWarnSeconds = 120;

const style = new CSSStyleSheet();
style.replaceSync(`
  :host { display: contents; }
  dialog {
    background: var(--session-timeout-background, Canvas); color: var(--session-timeout-color, CanvasText); font: inherit;
    border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: var(--session-timeout-radius, 0.75rem);
    box-shadow: 0 1rem 3rem rgb(0 0 0 / 0.3); box-sizing: border-box; inline-size: 27rem; max-inline-size: calc(100vw - 2rem); padding: 1.5rem;
  }
  dialog::backdrop { background: rgb(0 0 0 / 0.5); }
  dialog[data-kind=ended]::backdrop { background: var(--session-timeout-cover, Canvas); }
  [part=title] { font-size: 1.25rem; line-height: 1.3; margin: 0 0 0.75rem; }
  p { line-height: 1.5; margin: 0 0 0.75rem; }
  [part=count] { font-size: 2rem; font-variant-numeric: tabular-nums; font-weight: 600; }
  :is([part=count], [part=note]):empty { display: none; }
  [part=actions] { display: flex; flex-wrap: wrap; gap: 0.75rem; margin-block-start: 1.25rem; }
  [part~=action] {
    align-items: center; display: flex; justify-content: center;
    background: none; border: 1px solid currentColor; border-radius: calc(var(--session-timeout-radius, 0.75rem) / 2); color: inherit;
    cursor: pointer; flex: 1 1 auto; font: inherit; min-block-size: 2.75rem; padding: 0.5rem 1rem; text-align: center; text-decoration: none;
  }
  [part~=action]:first-child {
    background: var(--session-timeout-accent, light-dark(#1d4f91, #a8c7fa)); border-color: transparent;
    color: var(--session-timeout-accent-color, light-dark(#fff, #0b2447)); font-weight: 600;
  }
  [part~=action]:focus-visible { outline: 3px solid var(--session-timeout-accent, light-dark(#1d4f91, #a8c7fa)); outline-offset: 2px; }
  [part=voice] { block-size: 1px; clip-path: inset(50%); inline-size: 1px; margin: 0; overflow: hidden; position: absolute; white-space: nowrap; }
  @media (max-width: 30rem) { dialog { margin-block-end: 1rem; } [part~=action] { flex-basis: 100%; } }
  @media (prefers-reduced-motion: no-preference) { dialog[open] { animation: appear 150ms ease-out; } }
  @keyframes appear { from { opacity: 0; translate: 0 0.5rem; } }
`);

/**
 * Makes an element without parsing HTML, so that no Content-Security-Policy and no Trusted Types forbid it.
 * @param {string} tag @param {Record<string, string>} attributes @param {(string | Node)[]} children
 */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {string} part @param {string} text @param {() => void} click */
function makeButton(part, text, click) {
  const button = make('button', { type: 'button', part: `action ${part}` }, text);
  button.addEventListener('click', click);
  return button;
}

/** `IdleTimeout` and `idleTimeout` as attributes are written: `idle-timeout`. @param {string} name */
const hyphenated = name => name.replace(/\B[A-Z]/g, '-$&').toLowerCase();

/** @typedef {Exclude<keyof typeof texts, 'lang' | 'left' | 'reasons'>} PlainText */

/** The attributes of an element. Each is checked before it is used, because its value may have come from anywhere. */
class Attributes {
  #element;
  /** @type {Set<string>} */ #complaints = new Set();

  /** @param {HTMLElement} element */
  constructor(element) {
    this.#element = element;
  }

  get base() { return this.#address('base')?.href.replace(/\/$/, '') ?? `${origin}${defaultBase}`; }

  get endedPage() { return this.#address('ended-page')?.href; }

  get live() { return this.#address('live')?.href; }

  /** The login page, with this page as its return URL, as in the server's own redirect to the login page. */
  get signInPage() {
    const page = this.#address('sign-in-page');
    const parameter = this.#element.getAttribute('return-parameter') ?? 'ReturnUrl';
    if (page && parameter && !page.searchParams.has(parameter))
      page.searchParams.set(parameter, location.pathname + location.search);
    return page?.href;
  }

  get warnSeconds() {
    const value = this.#element.getAttribute('warn');
    const seconds = Number(value ?? defaultWarnSeconds);
    if (seconds > 0)
      return seconds;

    this.#complain(`warn="${value}" is no number of seconds above 0, so ${defaultWarnSeconds} is used.`);
    return defaultWarnSeconds;
  }

  get lang() { return this.#element.getAttribute('lang') ?? texts.lang; }

  /** @param {PlainText} name */
  text(name) { return this.#text(name) ?? texts[name]; }

  /** @param {number} seconds */
  left(seconds) { return this.#text('left')?.replaceAll('{seconds}', `${seconds}`) ?? texts.left(seconds); }

  /** @param {string} reason */
  reason(reason) { return this.#text(`reason-${reason}`) ?? (Object.hasOwn(texts.reasons, reason) ? texts.reasons[reason] : ''); }

  /** Reports attributes that name no text, for the developer of the page. */
  check() {
    const { lang, reasons, ...others } = texts;
    const names = [...Object.keys(others), ...Object.keys(reasons).map(reason => `reason-${reason}`)];
    const known = new Set(names.map(name => `text-${hyphenated(name)}`));
    for (const name of this.#element.getAttributeNames())
      if (name.startsWith('text-') && !known.has(name))
        this.#complain(`${name} is the name of no text.`);
  }

  /** @param {string} name */
  #text(name) { return this.#element.getAttribute(`text-${hyphenated(name)}`); }

  /** An address of this origin. A script in an address, and another site, are refused. @param {string} name */
  #address(name) {
    const value = this.#element.getAttribute(name);
    if (!value)
      return undefined;

    const url = URL.canParse(value, document.baseURI) ? new URL(value, document.baseURI) : undefined;
    if (url && /^https?:$/.test(url.protocol) && url.origin === origin)
      return url;

    this.#complain(`${name}="${value}" is no http(s) address of ${origin}, so it is ignored.`);
    return undefined;
  }

  /** Reports each problem once. @param {string} text */
  #complain(text) {
    if (!this.#complaints.has(text))
      console.error(`<session-timeout>: ${text}`);
    this.#complaints.add(text);
  }
}

/** The modal dialog, which users see and hear. */
class Notice {
  /** What the dialog shows now: `idle`, `absolute`, `ended`, or nothing while it is closed. */
  kind = '';
  #dialog = /** @type {HTMLDialogElement} */ (
    make('dialog', { part: 'dialog', role: 'alertdialog', 'aria-labelledby': 'title', 'aria-describedby': 'message count' }));
  #count = make('p', { id: 'count', part: 'count', role: 'timer', 'aria-live': 'off' });
  #note = make('p', { part: 'note', role: 'alert' });
  #voice = make('p', { part: 'voice', 'aria-live': 'assertive' });
  #seconds = 0;
  #escape = () => {};
  #attributes;

  /** @param {ShadowRoot} root @param {Attributes} attributes */
  constructor(root, attributes) {
    this.#attributes = attributes;
    root.adoptedStyleSheets = [style];
    root.append(this.#dialog);
    this.#dialog.addEventListener('cancel', event => {
      event.preventDefault();
      this.#escape();
    });
    // A browser may close the dialog at a second Escape. While the dialog shows something, it is opened again.
    this.#dialog.addEventListener('close', () => this.kind && !this.#dialog.open && this.#dialog.showModal());
  }

  /** @param {string} kind @param {string} title @param {string} message @param {HTMLElement[]} actions @param {() => void} escape */
  show(kind, title, message, actions, escape = () => {}) {
    this.kind = this.#dialog.dataset.kind = kind;
    this.#dialog.lang = this.#attributes.lang;
    this.#escape = escape;
    this.#count.textContent = '';
    this.#note.textContent = '';
    this.#voice.textContent = '';
    this.#seconds = Infinity;
    const heading = make('h2', { id: 'title', part: 'title' }, title);
    const body = make('p', { id: 'message', part: 'message' }, message);
    this.#dialog.replaceChildren(heading, body, this.#count, this.#note, this.#voice, make('div', { part: 'actions' }, ...actions));
    if (!this.#dialog.open)
      this.#dialog.showModal();
    actions[0]?.focus();
  }

  /** Shows the seconds that are left. They are read aloud at first and at a few marks. @param {number} left */
  count(left) {
    const seconds = Math.max(0, Math.floor(left));
    this.#count.textContent = seconds > 0 ? `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, '0')}` : this.#attributes.text('asking');
    if (this.#seconds === Infinity || announcedSeconds.some(mark => seconds <= mark && mark < this.#seconds))
      this.#voice.textContent = this.#attributes.left(seconds);
    this.#seconds = seconds;
  }

  /** Shows what did not work. @param {string} text */
  note(text) {
    this.#note.textContent = text;
  }

  /** Closes the dialog. The browser puts the focus back where it was. */
  hide() {
    this.kind = '';
    this.#dialog.close();
  }
}

/**
 * Watches over the session of a page. The answers of the server decide everything; the count in the page only decides when to ask.
 * @fires session-warning - the warning appears; detail: { seconds, canExtend }
 * @fires session-extended - the warning goes because the session was extended in this tab or another
 * @fires session-ended - detail: { reason }; after preventDefault() the app itself decides what follows
 * @fires session-resumed - the same user signed in again while the text of this page was kept
 */
export class SessionTimeout extends HTMLElement {
  static texts = texts;

  #attributes = new Attributes(this);
  #notice = new Notice(this.attachShadow({ mode: 'open' }), this.#attributes);
  #stop = new AbortController();
  /** @type {BroadcastChannel | undefined} */ #tabs;
  /** @type {EventSource | undefined} */ #live;
  #liveFailures = 0;
  #liveNotBefore = 0;

  /** The user of this page. @type {string | null} */ #user = null;
  /** The last answer by which the user was signed in. @type {Status | undefined} */ #status;
  #isAnswered = false;
  #isEnded = false;
  #isUnsaved = false;
  /** Since when the server says, without a reason, that nobody is signed in. @type {number | undefined} */ #doubtfulSince;
  #wasWarned = false;
  #askedAt = 0; // by the wall clock, which the tabs share
  #countsFrom = 0; // by performance.now(), as all times below
  #nextAsk = 0;
  #leftAt = -Infinity;
  #isSigningOut = false;
  #skew = 0;
  #failures = 0;
  #longestIdle = 0;
  #timer = 0;

  connectedCallback() {
    this.#attributes.check();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    document.addEventListener('visibilitychange', () => document.hidden ? this.#closeLive() : this.#recheck(), { signal });
    window.addEventListener('pageshow', event => event.persisted && this.#recheck(), { signal });
    window.addEventListener('online', () => this.#recheck(), { signal });
    window.addEventListener('beforeunload', () => { this.#leftAt = performance.now(); }, { signal });
    document.addEventListener('input', () => { this.#isUnsaved = true; }, { signal, capture: true });
    document.addEventListener('submit', () => { this.#isUnsaved = false; }, { signal, capture: true });
    this.#tabs = new BroadcastChannel(`session-timeout ${this.#attributes.base}`);
    this.#tabs.onmessage = ({ data }) => this.#user !== null && this.#learn(data.status, data.askedAt);
    this.check();
  }

  disconnectedCallback() {
    this.#stop.abort();
    this.#tabs?.close();
    this.#closeLive();
    clearTimeout(this.#timer);
    this.#notice.hide();
  }

  /** Asks for the status of the session, which is no activity. Call it after a sign-in that loaded no new page. */
  async check() {
    const reply = await this.#request('GET', 'status');
    if (reply)
      this.#learnAndTell(reply.answer, reply.askedAt);
    else
      this.#askLater();
  }

  // A page on which nobody was signed in asks only until it has an answer.
  #recheck() {
    if (this.#user !== null || !this.#isAnswered)
      this.check();
  }

  /** @param {string} method @param {string} path */
  async #request(method, path) {
    const askedAt = Date.now();
    try {
      const signal = AbortSignal.timeout(answerMilliseconds);
      const address = `${this.#attributes.base}/${path}`;
      const response = await fetch(address, { method, signal, credentials: 'same-origin', cache: 'no-store', redirect: 'error' });
      return response.ok ? { answer: await response.json(), askedAt } : undefined;
    } catch {
      return undefined;
    }
  }

  // The server is down, or the browser is offline. The status is unknown, so the page shows nothing new, and the count goes on.
  #askLater() {
    this.#nextAsk = performance.now() + 1000 * Math.min(2 ** this.#failures++, longestPauseSeconds);
    this.#wait();
  }

  /** @param {Status} status @param {number} askedAt */
  #learnAndTell(status, askedAt) {
    if (this.isConnected)
      this.#tabs?.postMessage({ status, askedAt });
    this.#learn(status, askedAt);
  }

  /** @param {Status} status @param {number} askedAt */
  #learn(status, askedAt) {
    // An older answer, which another tab's answer may have overtaken, is out of date.
    if (!this.isConnected || askedAt < this.#askedAt)
      return;

    this.#isAnswered = true;
    this.#askedAt = askedAt;
    this.#failures = 0;
    clearTimeout(this.#timer);
    const isRunning = this.#secondsLeft > 0;
    this.#skew = Date.now() - performance.now();
    if (status.signedIn) {
      this.#user ??= status.userId;
      this.#doubtfulSince = undefined;
    }

    if (this.#user === null)
      return;

    if (!status.signedIn && !status.endReason && isRunning && !this.#isEnded && this.#isInDoubt())
      return;

    if (!status.signedIn)
      this.#end(status.endReason ?? (isRunning ? 'SignedOut' : this.#canExtend ? 'IdleTimeout' : 'AbsoluteTimeout'));
    else if (status.userId !== this.#user)
      this.#end('Replaced', true);
    else
      this.#goOn(status);
  }

  // The session has time left, and the server names no reason: either the cookie is gone, or another request of this browser has just got a new cookie,
  // whose answer is still on its way. The status is asked for again until that answer must have arrived.
  #isInDoubt() {
    this.#doubtfulSince ??= performance.now();
    if (performance.now() - this.#doubtfulSince >= doubtMilliseconds)
      return false;

    this.#nextAsk = performance.now() + doubtMilliseconds / 3;
    this.#wait();
    return true;
  }

  /** @param {Status} status */
  #goOn(status) {
    this.#status = status;
    this.#countsFrom = performance.now() - Math.min(Math.max(0, Date.now() - this.#askedAt), answerMilliseconds);
    this.#longestIdle = Math.max(this.#longestIdle, status.idleSeconds ?? 0);
    if (this.#isEnded) {
      this.#isEnded = false;
      this.#notice.hide();
      this.#emit('session-resumed');
    }

    const untilWarning = this.#secondsLeft - this.#warnSeconds;
    if (untilWarning <= 0)
      this.#warn();
    else if (this.#notice.kind) {
      this.#notice.hide();
      this.#emit('session-extended');
    }

    this.#wasWarned &&= untilWarning <= 0;
    this.#nextAsk = performance.now() + 1000 * Math.max(1, untilWarning > 0 ? untilWarning : this.#secondsLeft);
    this.#openLive();
    this.#wait();
  }

  get #secondsLeft() { return (this.#status?.idleSeconds ?? 0) - (performance.now() - this.#countsFrom) / 1000; }

  // The idle deadline is never after the absolute deadline. Where they are equal, activity moves nothing.
  get #canExtend() { return (this.#status?.absoluteSeconds ?? 0) - (this.#status?.idleSeconds ?? 0) >= 2; }

  get #warnSeconds() { return Math.min(this.#attributes.warnSeconds, this.#longestIdle / 2); }

  #wait() {
    clearTimeout(this.#timer);
    const longest = this.#isCounting ? 250 : clockCheckMilliseconds;
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, Math.min(this.#nextAsk - performance.now(), longest)));
  }

  get #isCounting() { return this.#notice.kind === 'idle' || this.#notice.kind === 'absolute'; }

  #tick() {
    // The machine slept, or a clock was set: the count, and the order of the questions, mean nothing any more.
    const jumped = Math.abs(Date.now() - performance.now() - this.#skew) > clockJumpMilliseconds;
    if (jumped)
      this.#askedAt = 0;
    if (jumped || performance.now() >= this.#nextAsk) {
      this.#skew = Date.now() - performance.now();
      this.#nextAsk = performance.now() + 2 * answerMilliseconds;
      this.check();
    }

    if (this.#isCounting)
      this.#notice.count(this.#secondsLeft);
    this.#wait();
  }

  #warn() {
    const kind = this.#canExtend ? 'idle' : 'absolute';
    if (this.#notice.kind === kind || (kind === 'absolute' && this.#wasWarned))
      return;

    const text = (/** @type {PlainText} */ name) => this.#attributes.text(name);
    const signOut = makeButton('sign-out', text('signOut'), () => this.#signOut());
    const stay = () => void this.#extend();
    const goOn = () => {
      this.#wasWarned = true;
      this.#notice.hide();
    };
    // A user who presses Escape is present. So Escape does what the first button does, and never loses anything.
    if (kind === 'idle')
      this.#notice.show(kind, text('idleTitle'), text('idle'), [makeButton('stay', text('stay'), stay), signOut], stay);
    else
      this.#notice.show(kind, text('absoluteTitle'), text('absolute'), [makeButton('go-on', text('goOn'), goOn), signOut], goOn);
    this.#notice.count(this.#secondsLeft);
    this.#emit('session-warning', { seconds: Math.floor(this.#secondsLeft), canExtend: kind === 'idle' });
  }

  async #extend() {
    this.#notice.note('');
    const reply = await this.#request('POST', 'extend');
    if (reply)
      this.#learnAndTell(reply.answer, reply.askedAt);
    else
      this.#notice.note(this.#attributes.text('failed'));
  }

  async #signOut() {
    this.#notice.note('');
    this.#isSigningOut = true;
    const reply = await this.#request('POST', 'sign-out');
    this.#isSigningOut = false;
    if (reply)
      this.#learnAndTell({ signedIn: false, userId: null, idleSeconds: null, absoluteSeconds: null, endReason: 'SignedOut' }, reply.askedAt);
    else
      this.#notice.note(this.#attributes.text('failed'));
  }

  /** @param {string} reason @param {boolean} isOtherUser */
  #end(reason, isOtherUser = false) {
    this.#closeLive();
    // A form was sent just now, perhaps the one that signs out: its answer is the page to go to. The answer to this page's own sign-out deletes the
    // cookie, and would be cut off if the page went on before it came: the event stream may be faster than that answer.
    if (this.#isSigningOut || performance.now() - this.#leftAt < leavingMilliseconds) {
      this.#nextAsk = performance.now() + leavingMilliseconds;
      this.#wait();
      return;
    }

    if (this.#isEnded && !isOtherUser)
      return;

    const isFirst = !this.#isEnded;
    this.#isEnded = true;
    if (isFirst && !this.#emit('session-ended', { reason }))
      return;

    const page = this.#attributes.endedPage;
    const keepsText = this.#isUnsaved && reason !== 'SignedOut' && !isOtherUser;
    if (page && !keepsText)
      location.replace(page);
    else
      this.#cover(reason, keepsText);
  }

  /** Hides the page and shows the reason. @param {string} reason @param {boolean} keepsText */
  #cover(reason, keepsText) {
    const page = this.#attributes.signInPage;
    const target = keepsText ? '_blank' : '_self';
    const actions = page ? [make('a', { part: 'action sign-in', href: page, target, rel: 'noopener' }, this.#attributes.text('signIn'))] : [];
    const why = this.#attributes.reason(reason);
    this.#notice.show('ended', this.#attributes.text('endedTitle'), keepsText ? `${why} ${this.#attributes.text('kept')}` : why, actions);
  }

  // The server closes this stream when the session ends, so the page notices the end at once. A hidden page needs no stream.
  #openLive() {
    const address = this.#attributes.live;
    if (!address || this.#live || document.hidden || performance.now() < this.#liveNotBefore)
      return;

    const live = this.#live = new EventSource(address);
    let wasOpen = false;
    live.onopen = () => {
      wasOpen = true;
      this.#liveFailures = 0;
    };
    live.onerror = () => {
      // Either the session has ended, or the server, or the way to it, is gone. Only the status tells which, and whether to open the stream again.
      this.#closeLive();
      const pause = 1000 * Math.min(2 ** this.#liveFailures++, longestPauseSeconds) * (1 + Math.random());
      this.#liveNotBefore = performance.now() + pause;
      setTimeout(() => this.isConnected && !this.#isEnded && this.check(), pause + 10);
      if (wasOpen)
        this.check();
    };
  }

  #closeLive() {
    this.#live?.close();
    this.#live = undefined;
  }

  /** @param {string} name @param {object} detail */
  #emit(name, detail = {}) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }
}

if (!customElements.get('session-timeout'))
  customElements.define('session-timeout', SessionTimeout);
