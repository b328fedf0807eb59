import { z } from 'zod';
import { configurationError } from '../../monitor-error.ts';
import type { Brief } from '../brief.ts';
import { type HttpWorld, requestJson } from '../post-json.ts';
import { jobSummary } from './job-summary.ts';

interface IssueOptions {
  readonly apiUrl: string;
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly brief: Brief;
  readonly permalink: string | null;
  readonly title: string;
}

/** The issue is found again by its label, and told from people's own issues by a mark in its text. */
const LABEL = 'lead-scoring-monitor';
const MARK = '<!-- opened by lead-scoring-monitor -->';

const issuesSchema = z.array(
  z.object({ number: z.number().int(), body: z.string().nullable(), pull_request: z.unknown().optional() }),
);

/**
 * Keeps one GitHub issue in step with the verdict: opened on red, told about every further red report, closed on green.
 * Yellow and unknown leave it as it is.
 *
 * @returns what was done.
 * @throws MonitorError `request-failed` (exit code 2) in words, without the token.
 */
export async function syncIssue(
  options: IssueOptions,
  world: HttpWorld,
): Promise<'opened' | 'commented' | 'closed' | 'nothing'> {
  const { brief } = options;
  if (brief.status !== 'red' && brief.status !== 'green') return 'nothing';
  const call = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown): Promise<string> =>
    requestJson({ ...base(options, path), method, ...(body === undefined ? {} : { body }) }, world);
  const open = await openIssue(await call('GET', `?state=open&labels=${LABEL}&per_page=100`));
  const text = jobSummary(brief, options.permalink, options.title);
  if (brief.status === 'red' && open === null) {
    await call('POST', '', {
      title: `${options.title}: ${brief.word}`,
      body: `${MARK}\n\n${text}`,
      labels: [LABEL],
    });
    return 'opened';
  }
  if (open === null) return 'nothing';
  await call('POST', `/${open}/comments`, { body: text });
  if (brief.status === 'red') return 'commented';
  await call('PATCH', `/${open}`, { state: 'closed', state_reason: 'completed' });
  return 'closed';
}

const base = ({ apiUrl, token, repository }: IssueOptions, path: string) => ({
  setting: 'GITHUB_API_URL',
  url: `${apiUrl.replace(/\/$/, '')}/repos/${repository}/issues${path}`,
  headers: {
    Accept: 'application/vnd.github+json',
    Authorization: `Bearer ${token}`,
    'X-GitHub-Api-Version': '2022-11-28',
  },
});

function openIssue(answer: string): number | null {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch (cause) {
    throw configurationError('request-failed', 'GITHUB_API_URL: the answer is not JSON.', cause);
  }
  const issues = issuesSchema.safeParse(value);
  if (!issues.success) throw configurationError('request-failed', 'GITHUB_API_URL: not a list of issues.');
  const own = issues.data.find(
    (issue) => issue.pull_request === undefined && issue.body?.includes(MARK) === true,
  );
  return own?.number ?? null;
}
