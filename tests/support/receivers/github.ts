import type { Answer, Call } from '../http.ts';

export interface GitHubIssue {
  readonly number: number;
  state: string;
  readonly title: string;
  readonly body: string;
  readonly labels: string[];
  readonly user: { readonly login: string };
  readonly comments: { readonly body: string; readonly user: { readonly login: string } }[];
}

const TOKEN = 'ghs_token';
const BOT = { login: 'github-actions[bot]' };

/**
 * The used part of GitHub's issues API, with its validation: https://docs.github.com/rest/issues/issues
 *
 * @param loses whether the answer to a request gets lost after it was performed.
 */
export function githubRepository(loses: (call: Call) => boolean = () => false) {
  const issues: GitHubIssue[] = [];
  const add = (issue: Partial<GitHubIssue>): GitHubIssue => {
    const number = issues.length + 1;
    const added = {
      number,
      state: 'open',
      title: 'x',
      body: '',
      labels: [],
      user: BOT,
      comments: [],
      ...issue,
    };
    issues.push(added);
    return added;
  };
  const page = (list: readonly unknown[], parameters: URLSearchParams): Answer => {
    const size = Math.min(100, Number(parameters.get('per_page') ?? 30));
    const start = (Number(parameters.get('page') ?? 1) - 1) * size;
    return { status: 200, body: list.slice(start, start + size) };
  };
  const perform = ({ method, path, headers, body }: Call): Answer => {
    if (headers.authorization !== `Bearer ${TOKEN}`) return { status: 401 };
    if (headers['user-agent'] === undefined) return { status: 403 };
    if (headers['x-github-api-version'] !== '2022-11-28') return { status: 400 };
    const url = new URL(path, 'http://x');
    const [whole, number, comments] =
      /^\/repos\/team\/api\/issues(?:\/(\d+)(\/comments)?)?$/.exec(url.pathname) ?? [];
    if (whole === undefined) return { status: 404 };
    const fields = (body ?? {}) as Record<string, unknown>;
    if (number === undefined) {
      if (method === 'GET') {
        const { state = 'open', labels = '' } = Object.fromEntries(url.searchParams);
        const found = issues.filter(
          (one) => (state === 'all' || one.state === state) && one.labels.includes(labels),
        );
        // Newest first, as GitHub lists them.
        return page(
          found.toReversed().map(({ comments: list, labels: names, ...issue }) => ({
            ...issue,
            comments: list.length,
            labels: names.map((name) => ({ name })),
          })),
          url.searchParams,
        );
      }
      const {
        title,
        body: text = '',
        labels = [],
      } = fields as { title?: unknown; body?: string; labels?: string[] };
      if (typeof title !== 'string' || title === '' || title.length > 256) return { status: 422 };
      if (text.length > 65_536 || labels.some((label) => label.length > 50)) return { status: 422 };
      return { status: 201, body: add({ title, body: text, labels: [...labels] }) };
    }
    const issue = issues.find((one) => one.number === Number(number));
    if (issue === undefined) return { status: 404 };
    if (comments !== undefined && method === 'GET') return page(issue.comments, url.searchParams);
    if (comments !== undefined && method === 'POST') {
      const { body: text } = fields;
      if (typeof text !== 'string' || text === '' || text.length > 65_536) return { status: 422 };
      issue.comments.push({ body: text, user: BOT });
      return { status: 201, body: {} };
    }
    if (method === 'PATCH') {
      issue.state = String(fields['state'] ?? issue.state);
      return { status: 200, body: issue };
    }
    return { status: 404 };
  };
  /** Performs the request, but may respond 502. */
  const answer = (call: Call): Answer => {
    const given = perform(call);
    return loses(call) ? { status: 502 } : given;
  };
  return { issues, add, answer };
}
