import type { Status } from '../../report/schema/common.ts';
import type { Incident } from '../../report/schema/incidents.ts';
import { causesWords } from '../../wording/causes.ts';
import { cleanText } from '../../wording/clean-text.ts';
import { decisionWords } from '../../wording/decisions.ts';
import { formatDay, formatTime, listWords, plural } from '../../wording/format.ts';
import { plural as plainPlural } from '../../wording/sentence-numbers.ts';
import { alertLook, STATUS_GLYPH } from '../../wording/status.ts';
import type { News, NewsKind } from './due.ts';

/** Content of a message about one incident, for every channel. Plain text; each channel escapes it. */
export interface IncidentWords {
  readonly status: Status;
  /** "Opened". */
  readonly word: string;
  /** The glyph of the status, what happened, and the finding: "Opened: Data drift". */
  readonly head: string;
  readonly title: string;
  /** The finding as a sentence. */
  readonly explanation: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** What to do; null where it is over. */
  readonly action: string | null;
  /** That the message may repeat an earlier one; null where it does not. */
  readonly note: string | null;
}

const KIND_WORDS: Readonly<Record<NewsKind, string>> = {
  opened: 'Opened',
  worse: 'Worse',
  reminder: 'Still open',
  acknowledged: 'Acknowledged',
  recovered: 'Over',
};

/** Of one part of a message; the report has the rest. */
const MAX_CHARACTERS = 1_000;

const REPEATED = 'It is not known whether this was told before: what was told is lost, or this route is new.';

/** Headline of a digest: "2 changes of low severity". */
export const digestHead = (news: readonly News[]): string =>
  `${plainPlural(news.length, 'change')} of low severity`;

export function incidentWords({ kind, incident, mayRepeat }: News): IncidentWords {
  const { severity } = incident;
  const title = cleanText(incident.title);
  const status = kind === 'recovered' ? 'green' : alertLook({ status: 'firing', severity }).tone;
  return {
    status,
    word: KIND_WORDS[kind],
    head: `${STATUS_GLYPH[status]} ${KIND_WORDS[kind]}: ${title}`,
    title,
    explanation: cleanText(incident.explanation, MAX_CHARACTERS),
    facts: factsOf(kind, incident),
    action: kind === 'recovered' ? null : cleanText(incident.action, MAX_CHARACTERS),
    note: mayRepeat ? REPEATED : null,
  };
}

function factsOf(kind: NewsKind, incident: Incident): IncidentWords['facts'] {
  const { severity, peak, owner, segment, openedAt, reports, members, title, explains, acknowledged } =
    incident;
  const others = members
    .filter((member) => member.fires && member.title !== title)
    .map((member) => member.title);
  // The probe makes no reports.
  const since = reports === 0 ? formatTime(openedAt) : `${formatDay(openedAt)}, ${plural(reports, 'report')}`;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Severity', severity === peak ? severity : `${severity}, at worst ${peak}`],
    ['Owner', owner],
    ['Segment', segment],
    [kind === 'recovered' ? 'Was open from' : 'Since', since],
    ['With it', others.length === 0 ? null : listWords([...new Set(others)])],
    ['Changed with it', causesWords(explains)],
    ['Acknowledged', acknowledged === null ? null : decisionWords('', acknowledged) || 'yes'],
  ];
  return facts.flatMap(([label, value]) =>
    value === null ? [] : [{ label, value: cleanText(value, MAX_CHARACTERS) }],
  );
}
