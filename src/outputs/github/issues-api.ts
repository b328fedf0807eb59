import { z } from 'zod';
import { mayHaveArrived, unsent } from '../delivery.ts';
import { type HttpEnvironment, postOnce, requestText } from '../send-request.ts';

export interface IssuesOptions {
  readonly apiUrl: string;
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
}

/** Label of every issue that is ours. */
const LABEL = 'lead-scoring-monitor';

const MAX_TRIES = 3;
const PAUSE_MS = 2_000;
const PAGE_SIZE = 100;
const MAX_PAGES = 20;
const MAX_TITLE_CHARACTERS = 256;

const authorSchema = z.object({ login: z.string() }).nullish();
const issuesSchema = z.array(
  z.object({
    number: z.number().int(),
    state: z.string().default('open'),
    body: z.string().nullable(),
    user: authorSchema,
    labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])).default([]),
    pull_request: z.unknown().optional(),
  }),
);
const commentsSchema = z.array(z.object({ body: z.string().nullish(), user: authorSchema }));
export type Issue = z.output<typeof issuesSchema>[number];

/**
 * Issues of a repository by GitHub's REST API. What is to be written is looked up first, so that neither a repeated run nor a
 * lost response creates a duplicate.
 */
export class IssuesApi {
  readonly #options: IssuesOptions;
  readonly #world: HttpEnvironment;

  constructor(options: IssuesOptions, world: HttpEnvironment) {
    this.#options = options;
    this.#world = world;
  }

  /** The issues with our label. @throws MonitorError `request-failed` (exit code 4). */
  async list(state: 'open' | 'all'): Promise<Issue[]> {
    const issues = await this.#pages(`?state=${state}&labels=${LABEL}`, issuesSchema);
    return issues.filter((issue) => issue.pull_request === undefined);
  }

  /** Whether the issue, or a comment on it by its author since a time (ISO 8601), contains a mark. */
  async holds(issue: Issue, mark: string, since: string): Promise<boolean> {
    if (contains(issue, mark)) return true;
    const path = `/${issue.number}/comments?since=${encodeURIComponent(since)}`;
    const comments = await this.#pages(path, commentsSchema);
    // Strangers may comment too.
    return comments.some((comment) => comment.user?.login === issue.user?.login && contains(comment, mark));
  }

  /**
   * @param key the same whenever the same is written.
   * @param arrived whether the issue is there, asked after a response that got lost.
   */
  async open(key: string, title: string, body: string, arrived: () => Promise<boolean>): Promise<void> {
    const short = [...title].slice(0, MAX_TITLE_CHARACTERS).join('');
    await this.#writeOnce(key, '', { title: short, body, labels: [LABEL] }, arrived);
  }

  /** See `open`. */
  async comment(key: string, issue: Issue, body: string, arrived: () => Promise<boolean>): Promise<void> {
    await this.#writeOnce(key, `/${issue.number}/comments`, { body }, arrived);
  }

  async close(issue: Issue): Promise<void> {
    const body = { state: 'closed', state_reason: 'completed' };
    await requestText({ ...this.#request(`/${issue.number}`), method: 'PATCH', body }, this.#world);
  }

  /** Posts; after a lost response, checks whether the post arrived before trying again. */
  async #writeOnce(key: string, path: string, body: object, arrived: () => Promise<boolean>): Promise<void> {
    const request = { ...this.#request(path), body, idempotencyKey: `${key}${path}` };
    for (let count = 1; ; count++) {
      try {
        await postOnce(request, this.#world);
        return;
      } catch (error) {
        if (!mayHaveArrived(error)) throw error;
        await this.#world.sleep(PAUSE_MS);
        if (await arrived()) return;
        if (count === MAX_TRIES) throw error;
      }
    }
  }

  #request(path: string) {
    const { apiUrl, repository, token } = this.#options;
    return {
      setting: 'GITHUB_API_URL',
      url: `${apiUrl.replace(/\/$/, '')}/repos/${repository}/issues${path}`,
      headers: {
        Accept: 'application/vnd.github+json',
        Authorization: `Bearer ${token}`,
        'X-GitHub-Api-Version': '2022-11-28',
      },
    };
  }

  async #pages<T>(path: string, schema: z.ZodType<T[]>): Promise<T[]> {
    const found: T[] = [];
    for (let page = 1; page <= MAX_PAGES; page++) {
      const query = `${path}&per_page=${PAGE_SIZE}&page=${page}`;
      const answer = await requestText({ ...this.#request(query), method: 'GET' }, this.#world);
      const list = listOf(answer, schema);
      found.push(...list);
      if (list.length < PAGE_SIZE) break;
    }
    return found;
  }
}

export const contains = (entry: { readonly body?: string | null | undefined }, mark: string): boolean =>
  entry.body?.includes(mark) === true;

export const labelsOf = ({ labels }: Issue): string[] =>
  labels.map((label) => (typeof label === 'string' ? label : (label.name ?? '')));

function listOf<T>(answer: string, schema: z.ZodType<T[]>): T[] {
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
