// The types of <session-timeout> for TypeScript. How to use them: docs/session-timeout.md

declare module '*/_content/SecureSessions/session-timeout.js' {
  /** The texts that users read. An attribute of the element wins over a text. A module of the app may change the texts before the first warning. */
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
    /** Is read aloud at a few moments. */
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

    /** Asks for the status of the session, which is no activity. Call it after a sign-in that loaded no new page. */
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
  /** The warning goes because the session was extended in this tab or another. */
  'session-extended': CustomEvent<object>;
  /** The session has ended, by a name of SessionEndReason; after preventDefault() the app itself decides what follows. */
  'session-ended': CustomEvent<{ reason: string }>;
  /** The same user signed in again while the text of this page was kept. */
  'session-resumed': CustomEvent<object>;
}
