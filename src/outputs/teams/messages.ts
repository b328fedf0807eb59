import { STATUS_GLYPH } from '../../wording/status.ts';
import { type Brief, changeLines, firingLine, noneFiring, verdictLine } from '../brief.ts';
import { digestHead, type IncidentWords, incidentWords } from '../routes/incident-words.ts';
import { type DigestMessage, type IncidentMessage, originLine } from '../routes/transport.ts';
import { type Element, heading, paragraph, type TeamsMessage, teamsMessage } from './card.ts';

export function teamsIncident(message: IncidentMessage): TeamsMessage {
  const { news, link } = message;
  const words = incidentWords(news);
  return teamsMessage(
    heading(words.head, words.status),
    [...bodyOf(words), footer(originLine(message))],
    link,
  );
}

export function teamsDigest(message: DigestMessage): TeamsMessage {
  const { news, link } = message;
  const head = digestHead(news);
  const items = news.flatMap((item) => {
    const words = incidentWords(item);
    return [paragraph([{ text: words.head, bold: true }]), ...bodyOf(words)];
  });
  return teamsMessage(heading(head, 'unknown'), [footer(originLine(message)), ...items], link);
}

/** A report, with the content of every other channel. */
export function teamsReport(brief: Brief, permalink: string | null, title: string): TeamsMessage {
  const figures = brief.figures.map(({ label, now, before }) => {
    const was = before === null || before === now ? '' : `, was ${before}`;
    return paragraph([{ text: `${label}: ` }, { text: now, bold: true }, { text: was, soft: true }]);
  });
  return teamsMessage(
    heading(verdictLine(brief), brief.status),
    [
      ...(brief.coverage === null ? [] : [paragraph([{ text: brief.coverage, soft: true }])]),
      ...brief.reasons
        .slice(1)
        .map(({ status, text }) => paragraph([{ text: `${STATUS_GLYPH[status]} ${text}` }])),
      ...lines('Firing', brief.firing.length === 0 ? [noneFiring(brief)] : brief.firing.map(firingLine)),
      ...(brief.decided.length === 0 ? [] : lines('Decided', brief.decided)),
      ...lines('Since the last report', changeLines(brief)),
      ...(brief.retraining === null ? [] : [paragraph([{ text: brief.retraining, bold: true }])]),
      ...figures,
      footer(`${title}, report ${brief.id}, ${brief.window}`),
    ],
    permalink,
  );
}

function bodyOf(words: IncidentWords): Element[] {
  return [
    paragraph([{ text: words.explanation }]),
    ...(words.action === null
      ? []
      : [paragraph([{ text: 'What to do: ', bold: true }, { text: words.action }])]),
    ...words.facts.map(({ label, value }) =>
      paragraph([{ text: `${label}: `, soft: true }, { text: value }]),
    ),
    ...(words.note === null ? [] : [paragraph([{ text: words.note, soft: true }])]),
  ];
}

const lines = (head: string, texts: readonly string[]): Element[] => [
  paragraph([{ text: head, bold: true }]),
  ...texts.map((text) => paragraph([{ text }])),
];

const footer = (text: string): Element => paragraph([{ text, soft: true }]);
