import { z } from 'zod';
import type { Brief } from '../brief.ts';
import { mayHaveArrived, unsent } from '../delivery.ts';
import { type HttpEnvironment, postOnce, requestText } from '../send-request.ts';
import { jobSummary } from './job-summary.ts';

interface IssueOptions {
  readonly apiUrl: string;
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly brief: Brief;
  /** Time of the report, ISO 8601; comments before it are not searched. */
  readonly generatedAt: string;
  readonly permalink: string | null;
  readonly title: string;
}

/** The issue is found by its label and a marker in its text, which other issues with the label do not have. */
const LABEL = 'lead-scoring-monitor';
const MARK = '<!-- opened by lead-scoring-monitor -->';
/** Marker of the report that a text is about, to detect texts that were already posted. */
const reportMark = (id: string): string => `<!-- report ${id} -->`;

const MAX_TRIES = 3;
const PAUSE_MS = 2_000;

const issuesSchema = z.array(
  z.object({ number: z.number().int(), body: z.string().nullable(), pull_request: z.unknown().optional() }),
);
const commentsSchema = z.array(z.object({ body: z.string().nullish() }));
type Issue = z.output<typeof issuesSchema>[number];

/**
 * Updates one GitHub issue by the verdict: opens it on red, comments on every further red report, closes it on green.
 * Yellow and unknown change nothing. Existing issues and comments are looked up first, so that neither a repeated run nor
 * a lost response creates a duplicate.
 *
 * @returns the action taken.
 * @throws MonitorError `request-failed` or `delivery-unknown` (exit code 4); its message does not contain the token.
 */
export async function syncIssue(
  options: IssueOptions,
  world: HttpEnvironment,
): Promise<'opened' | 'commented' | 'closed' | 'nothing'> {
  const { brief } = options;
  if (brief.status !== 'red' && brief.status !== 'green') return 'nothing';
  const text = jobSummary(brief, options.permalink, options.title);
  const findOpen = async (): Promise<Issue | null> => {
    const issues = await getList(options, `?state=open&labels=${LABEL}&per_page=100`, issuesSchema, world);
    return issues.find((issue) => issue.pull_request === undefined && has(issue, MARK)) ?? null;
  };
  const open = await findOpen();
  if (open === null) {
    if (brief.status === 'green') return 'nothing';
    const body = {
      title: `${options.title}: ${brief.word}`,
      body: `${MARK}\n${reportMark(brief.id)}\n\n${text}`,
      labels: [LABEL],
    };
    await writeOnce(options, '', body, async () => (await findOpen()) !== null, world);
    return 'opened';
  }
  const told = async (): Promise<boolean> => {
    const comments = await getList(
      options,
      `/${open.number}/comments?per_page=100&since=${options.generatedAt}`,
      commentsSchema,
      world,
    );
    return [open, ...comments].some((entry) => has(entry, reportMark(brief.id)));
  };
  const before = await told();
  if (!before) {
    const body = { body: `${reportMark(brief.id)}\n\n${text}` };
    await writeOnce(options, `/${open.number}/comments`, body, told, world);
  }
  if (brief.status === 'red') return before ? 'nothing' : 'commented';
  const closed = { state: 'closed', state_reason: 'completed' };
  await requestText({ ...base(options, `/${open.number}`), method: 'PATCH', body: closed }, world);
  return 'closed';
}

const has = (entry: { readonly body?: string | null | undefined }, mark: string): boolean =>
  entry.body?.includes(mark) === true;

/** Posts; after a lost response, checks whether the post arrived before trying again. */
async function writeOnce(
  options: IssueOptions,
  path: string,
  body: unknown,
  arrived: () => Promise<boolean>,
  world: HttpEnvironment,
): Promise<void> {
  const request = { ...base(options, path), body, idempotencyKey: `${options.brief.id}${path}` };
  for (let count = 1; ; count++) {
    try {
      await postOnce(request, world);
      return;
    } catch (error) {
      if (!mayHaveArrived(error)) throw error;
      await world.sleep(PAUSE_MS);
      if (await arrived()) return;
      if (count === MAX_TRIES) throw error;
    }
  }
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

async function getList<T>(
  options: IssueOptions,
  path: string,
  schema: z.ZodType<T>,
  world: HttpEnvironment,
): Promise<T> {
  const answer = await requestText({ ...base(options, path), method: 'GET' }, world);
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch (cause) {
    throw unsent('GITHUB_API_URL: the answer is not JSON.', cause);
  }
  const list = schema.safeParse(value);
  if (!list.success) throw unsent('GITHUB_API_URL: the answer is not a list of issues or comments.');
  return list.data;
}
