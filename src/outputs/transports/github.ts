import { contains, type Issue, IssuesApi, type IssuesOptions, labelsOf } from '../github/issues-api.ts';
import { markdownText } from '../github/markdown.ts';
import type { News } from '../routes/due.ts';
import { incidentWords } from '../routes/incident-words.ts';
import { type IncidentMessage, messageKey, originLine, type Transport } from '../routes/transport.ts';
import type { HttpEnvironment } from '../send-request.ts';

interface GitHub extends IssuesOptions {
  /** Acknowledges the incident of the issue that has it. */
  readonly acknowledgedLabel: string;
}

const incidentMark = (id: string): string => `<!-- incident ${id} -->`;
const MARKED = /<!-- incident ([a-z0-9][a-z0-9._-]*) -->/;
const eventMark = (key: string): string => `<!-- event ${key} -->`;

/** One issue for each incident: a comment for each change, closed when it is over. */
export function github(options: GitHub, world: HttpEnvironment): Transport {
  const api = new IssuesApi(options, world);
  // Looked up once a run: other runs have a run of their own.
  let issues: Promise<Issue[]> | null = null;
  const list = (): Promise<Issue[]> => {
    issues ??= api.list('all');
    return issues;
  };
  const find = async (id: string): Promise<Issue | null> =>
    (await list()).find((issue) => contains(issue, incidentMark(id))) ?? null;
  const findAgain = (id: string): Promise<Issue | null> => {
    issues = null;
    return find(id);
  };
  return {
    exact: true,
    tellsAcknowledged: false,
    preview: incidentText,
    async incident(message) {
      const { kind, incident } = message.news;
      const key = messageKey(message.news);
      const issue = await find(incident.id);
      if (issue === null) {
        if (kind === 'recovered') return null;
        const body = `${incidentMark(incident.id)}\n${incidentText(message)}`;
        const arrived = async (): Promise<boolean> => (await findAgain(incident.id)) !== null;
        await api.open(key, `${message.title}: ${incidentWords(message.news).title}`, body, arrived);
        issues = null;
        return null;
      }
      const holds = (mark: string): Promise<boolean> => api.holds(issue, mark, incident.openedAt);
      const comment = async (told: IncidentMessage): Promise<void> => {
        const key = messageKey(told.news);
        if (await holds(eventMark(key))) return;
        await api.comment(key, issue, incidentText(told), () => holds(eventMark(key)));
      };
      const isAcknowledged =
        incident.acknowledged !== null || labelsOf(issue).includes(options.acknowledgedLabel);
      const owed = kind === 'opened' ? missed(message.news, isAcknowledged) : [message.news];
      for (const news of owed) await comment({ ...message, news });
      if (kind === 'recovered' && issue.state !== 'closed') await api.close(issue);
      return null;
    },
    async acknowledged(ids) {
      const wanted = new Set(ids);
      const marked = (await list()).filter((issue) => labelsOf(issue).includes(options.acknowledgedLabel));
      return marked.flatMap(({ body }) => {
        const id = MARKED.exec(body ?? '')?.[1];
        return id !== undefined && wanted.has(id) ? [id] : [];
      });
    },
  };
}

/** What an issue that is there already may lack, where what was told is lost. */
function missed({ incident, mayRepeat }: News, isAcknowledged: boolean): News[] {
  const { worsened, reminders } = incident;
  const worse: News = { kind: 'worse', event: `worse-${worsened}`, incident, mayRepeat };
  const reminder: News = { kind: 'reminder', event: `reminder-${reminders}`, incident, mayRepeat };
  return [...(worsened > 0 ? [worse] : []), ...(reminders > 0 && !isAcknowledged ? [reminder] : [])];
}

/** Marks of everything that a text tells of: how things are now includes how they became so. */
function marksOf({ incident, event }: News): string {
  const { id, worsened, reminders } = incident;
  const events = [
    event,
    ...(worsened > 0 ? [`worse-${worsened}`] : []),
    ...(reminders > 0 ? [`reminder-${reminders}`] : []),
  ];
  return [...new Set(events)].map((one) => eventMark(`${id}.${one}`)).join('\n');
}

function incidentText(message: IncidentMessage): string {
  const { news, link } = message;
  const words = incidentWords(news);
  const text = markdownText;
  return `${[
    marksOf(news),
    `## ${text(words.head)}`,
    text(words.explanation),
    ...(words.action === null ? [] : [`**What to do:** ${text(words.action)}`]),
    words.facts.map(({ label, value }) => `- ${label}: ${text(value)}`).join('\n'),
    ...(link === null ? [] : [`[Open the report](${link})`]),
    text(originLine(message)),
  ].join('\n\n')}\n`;
}
