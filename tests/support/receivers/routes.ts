import type { Answer, Call } from '../http.ts';
import { githubRepository } from './github.ts';
import { pagerDutyService } from './pagerduty.ts';
import { slackWorkspace } from './slack.ts';
import { teamsWorkflow } from './teams.ts';

/** Receivers of routes to GitHub, PagerDuty, Slack's bot and Teams behind one server; any other path takes everything. */
export function routeReceivers() {
  const [hub, pager, slack] = [
    githubRepository(),
    pagerDutyService(),
    slackWorkspace({ token: 'xoxb-s3cret' }),
  ];
  const answer = (call: Call): Answer => {
    if (call.path.startsWith('/repos/')) return hub.answer(call);
    if (call.path.startsWith('/v2/')) return pager.answer(call);
    if (call.path.startsWith('/api/')) return slack.answer(call);
    return call.path.startsWith('/teams') ? teamsWorkflow(call) : { status: 204 };
  };
  return { hub, pager, slack, answer };
}
export type RouteReceivers = ReturnType<typeof routeReceivers>;

/** What routes to them need. Every secret holds `s3cret`, but GitHub's token, which is `ghs_token`. */
export const routeEnvironment = (url: string): Record<string, string> => ({
  PAGERDUTY_API_URL: url,
  PAGERDUTY_ROUTING_KEY: 's3cret-s3cret-s3cret-s3cret-s3cr'.replaceAll('-', '0'),
  SLACK_API_URL: `${url}/api`,
  SLACK_BOT_TOKEN: 'xoxb-s3cret',
  TEAMS_WEBHOOK_URL: `${url}/teams?sig=s3cret`,
  GITHUB_API_URL: url,
  GITHUB_REPOSITORY: 'team/api',
  GITHUB_TOKEN: 'ghs_token',
});
