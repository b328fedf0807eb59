import { clause } from '../../wording/clean-text.ts';
import type { HttpEnvironment } from '../send-request.ts';
import type { News } from './due.ts';

/** What a message needs beside its content. */
export interface Envelope {
  /** The site's title. */
  readonly title: string;
  /** Id of the report; null where the probe saw it. */
  readonly report: string | null;
  readonly generatedAt: string;
  /** Address of the report; null where the site's is not known. */
  readonly link: string | null;
}

/** "Report 2026-02-20": what saw it. */
export const seenBy = ({ report }: Pick<Envelope, 'report'>): string =>
  report === null ? 'Probe of the API' : `Report ${report}`;

/** "Monitor, report 2026-02-20": whose message it is, and what saw it. */
export const originLine = (message: Pick<Envelope, 'title' | 'report'>): string =>
  `${message.title}, ${clause(seenBy(message))}`;

export interface IncidentMessage extends Envelope {
  readonly news: News;
  /** The receiver's own name for the incident's messages, from `Transport.incident`; null before the first. */
  readonly thread: string | null;
}

export interface DigestMessage extends Envelope {
  readonly news: readonly News[];
  /** Day on which its period began. */
  readonly period: string;
}

/** Sends messages to one kind of receiver; its tests are held against a server that checks what the real one demands. */
export interface Transport {
  /** Whether the receiver recognises a repeated message by its key, so that one whose fate is unknown can be sent again. */
  readonly exact: boolean;
  /** Whether it is told that an incident was acknowledged. */
  readonly tellsAcknowledged: boolean;
  /** What would be sent. Contains no secrets. */
  preview(message: IncidentMessage): unknown;
  /**
   * @returns the thread of the incident where the receiver names one, else null.
   * @throws MonitorError `request-failed` or `delivery-unknown` (exit code 4), without address and secrets.
   */
  incident(message: IncidentMessage): Promise<string | null>;
  /** Several incidents in one message; absent where the receiver takes them one by one. */
  readonly digest?: (message: DigestMessage) => Promise<void>;
  readonly previewDigest?: (message: DigestMessage) => unknown;
  /** Ids among these of incidents that were acknowledged at the receiver; absent where it has no such thing. */
  readonly acknowledged?: (incidents: readonly string[]) => Promise<readonly string[]>;
}

/** External functions that transports use; tests replace them. */
export interface TransportEnvironment extends HttpEnvironment {
  /** Is told the recipients of a mail that the server refused while it accepted others. */
  readonly onRefused: (recipients: readonly string[]) => void;
}

/** Key of a message, equal whenever it is sent again. */
export const messageKey = ({ incident, event }: News): string => `${incident.id}.${event}`;

/** The same of a digest. */
export const digestKey = ({ period }: DigestMessage): string => `digest.${period}`;
