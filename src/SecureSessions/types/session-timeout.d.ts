// The types of <session-timeout> for TypeScript. How to use them: docs/session-timeout.md

declare module '*/_content/SecureSessions/session-timeout.js' {
  /** What users read. An attribute of the element goes before it; a module of the app may change it before the first warning. */
  export interface SessionTimeoutTexts {
    /** The language of all these texts, as in the attribute `lang`. */
    lang: string;
    idleTitle: string;
    idle: string;
    stay: string;
    absoluteTitle: string;
    absolute: string;
    goOn: string;
    signOut: string;
    /** Read aloud now and then. */
    left: (seconds: number) => string;
    asking: string;
    failed: string;
    endedTitle: string;
    kept: string;
    signIn: string;
    /** By the names of SessionEndReason. */
    reasons: Record<string, string>;
  }

  export const texts: SessionTimeoutTexts;

  /** Watches over the session of a page. */
  export class SessionTimeout extends HTMLElement {
    static texts: SessionTimeoutTexts;

    /** Asks how the session stands, which is no activity. To be called after a sign-in that loaded no new page. */
    check(): Promise<void>;
  }
}

interface HTMLElementTagNameMap {
  'session-timeout': import('/_content/SecureSessions/session-timeout.js').SessionTimeout;
}

/** The events of <session-timeout>, which bubble from it. */
interface GlobalEventHandlersEventMap {
  /** The warning appears. */
  'session-warning': CustomEvent<{ seconds: number; canExtend: boolean }>;
  /** The warning goes, as the session was extended in this tab or another. */
  'session-extended': CustomEvent<object>;
  /** The session has ended, by a name of SessionEndReason; preventDefault() leaves what follows to the app. */
  'session-ended': CustomEvent<{ reason: string }>;
  /** The same user signed in again while the text of this page was kept. */
  'session-resumed': CustomEvent<object>;
}
