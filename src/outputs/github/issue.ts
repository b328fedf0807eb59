import type { Brief } from '../brief.ts';
import type { HttpEnvironment } from '../send-request.ts';
import { contains, type Issue, IssuesApi, type IssuesOptions } from './issues-api.ts';
import { jobSummary } from './job-summary.ts';

interface VerdictOptions extends IssuesOptions {
  readonly brief: Brief;
  /** Time of the report, ISO 8601; comments before it are not searched. */
  readonly generatedAt: string;
  readonly permalink: string | null;
  readonly title: string;
}

/** Marker of the issue about the verdict, which other issues with the label do not have. */
const MARK = '<!-- opened by lead-scoring-monitor -->';
/** Marker of the report that a text is about, to detect texts that were already posted. */
const reportMark = (id: string): string => `<!-- report ${id} -->`;

/**
 * Updates one GitHub issue by the verdict: opens it on red, comments on every further red report, closes it on green.
 * Yellow and unknown change nothing.
 *
 * @returns the action taken.
 * @throws MonitorError `request-failed` or `delivery-unknown` (exit code 4); its message does not contain the token.
 */
export async function syncIssue(
  options: VerdictOptions,
  world: HttpEnvironment,
): Promise<'opened' | 'commented' | 'closed' | 'nothing'> {
  const { brief, title } = options;
  if (brief.status !== 'red' && brief.status !== 'green') return 'nothing';
  const api = new IssuesApi(options, world);
  const text = jobSummary(brief, options.permalink, title);
  const findOpen = async (): Promise<Issue | null> =>
    (await api.list('open')).find((issue) => contains(issue, MARK)) ?? null;
  const open = await findOpen();
  if (open === null) {
    if (brief.status === 'green') return 'nothing';
    const body = `${MARK}\n${reportMark(brief.id)}\n\n${text}`;
    await api.open(brief.id, `${title}: ${brief.word}`, body, async () => (await findOpen()) !== null);
    return 'opened';
  }
  const told = (): Promise<boolean> => api.holds(open, reportMark(brief.id), options.generatedAt);
  const before = await told();
  if (!before) await api.comment(brief.id, open, `${reportMark(brief.id)}\n\n${text}`, told);
  if (brief.status === 'red') return before ? 'nothing' : 'commented';
  await api.close(open);
  return 'closed';
}
