import { contains, type Issue, IssuesApi, type IssuesOptions, labelsOf } from '../github/issues-api.ts';
import { markdownText } from '../github/markdown.ts';
import { incidentWords } from '../routes/incident-words.ts';
import { type IncidentMessage, messageKey, type Transport } from '../routes/transport.ts';
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
      if (kind === 'opened') return null;
      const mark = eventMark(key);
      const told = (): Promise<boolean> => api.holds(issue, mark, incident.openedAt);
      if (!(await told())) await api.comment(key, issue, incidentText(message), told);
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

function incidentText({ news, title, report, link }: IncidentMessage): string {
  const words = incidentWords(news);
  const text = markdownText;
  return `${[
    eventMark(messageKey(news)),
    `## ${text(words.head)}`,
    text(words.explanation),
    ...(words.action === null ? [] : [`**What to do:** ${text(words.action)}`]),
    words.facts.map(({ label, value }) => `- ${label}: ${text(value)}`).join('\n'),
    ...(link === null ? [] : [`[Open the report](${link})`]),
    `${text(title)}, report ${text(report)}`,
  ].join('\n\n')}\n`;
}
