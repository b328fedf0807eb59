import type { ServerResponse } from 'node:http';
import { type SeenRequest, sendJson, startTestServer, type TestServer } from './mlflow-server.ts';

export interface FakeActivity {
  readonly _id: string;
  readonly type: string;
  readonly createdAt: string;
  readonly leadEmail?: string;
  readonly leadId: string;
  readonly leadFirstName?: string;
}

export interface FakeLemlist extends TestServer {
  /** Newest first, as the API lists them. */
  activities: FakeActivity[];
  leads: Record<string, object[]>;
  /** Called before the default response; returns true where it has responded itself. */
  intercept: (request: SeenRequest, response: ServerResponse) => boolean;
}

export const API_KEY = 'k3y-of-the-test';

/** Fake of LemList's API: basic authentication, offset and limit, at most 100 a page. */
export async function startFakeLemlist(): Promise<FakeLemlist> {
  const state: Pick<FakeLemlist, 'activities' | 'leads' | 'intercept'> = {
    activities: [],
    leads: {},
    intercept: () => false,
  };
  const server = await startTestServer((request, response) => {
    if (state.intercept(request, response)) return;
    const wanted = `Basic ${Buffer.from(`:${API_KEY}`).toString('base64')}`;
    if (request.authorization !== wanted) return sendJson(response, 401, { error: 'Unauthorized' });
    const url = new URL(request.path, 'http://fake');
    const offset = Number(url.searchParams.get('offset') ?? 0);
    const limit = Math.min(100, Number(url.searchParams.get('limit') ?? 100));
    const page = <T>(list: readonly T[]): T[] => list.slice(offset, offset + limit);
    if (url.pathname === '/api/activities') return sendJson(response, 200, page(state.activities));
    if (url.pathname === '/api/campaigns')
      return sendJson(response, 200, page(Object.keys(state.leads).map((_id) => ({ _id, name: _id }))));
    const leads = /^\/api\/campaigns\/([^/]+)\/export\/leads$/.exec(url.pathname);
    if (leads !== null) return sendJson(response, 200, state.leads[leads[1] ?? ''] ?? []);
    return sendJson(response, 404, { error: 'Not found' });
  });
  return Object.assign(state, server);
}
