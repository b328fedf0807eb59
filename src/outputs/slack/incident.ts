import { digestHead, type IncidentWords, incidentWords } from '../routes/incident-words.ts';
import { type DigestMessage, type IncidentMessage, seenBy } from '../routes/transport.ts';
import {
  type Block,
  fieldBlocks,
  headerBlock,
  linkBlocks,
  type SlackMessage,
  sectionBlock,
  slackText,
} from './blocks.ts';

/** Incidents shown in one digest: a message holds at most 50 blocks. */
const MAX_ITEMS = 20;

export function slackIncident(message: IncidentMessage): SlackMessage {
  const { news, title, link } = message;
  const words = incidentWords(news);
  return {
    text: `${slackText(words.head)} – ${slackText(title)}`,
    blocks: [
      headerBlock(words.head),
      ...bodyOf(words),
      sectionBlock([slackText(seenBy(message))]),
      ...linkBlocks(link),
    ],
  };
}

export function slackDigest(message: DigestMessage): SlackMessage {
  const { news, title, link } = message;
  const head = digestHead(news);
  const items = news.slice(0, MAX_ITEMS).map((item) => {
    const words = incidentWords(item);
    const facts = words.facts.map(({ label, value }) => `${label}: ${slackText(value)}`).join('; ');
    return sectionBlock([
      `*${slackText(words.head)}*`,
      slackText(words.explanation),
      facts,
      ...noteOf(words),
    ]);
  });
  const more =
    news.length > MAX_ITEMS ? [sectionBlock([`And ${news.length - MAX_ITEMS} more, in the report.`])] : [];
  return {
    text: `${slackText(head)} – ${slackText(title)}`,
    blocks: [
      headerBlock(head),
      ...items,
      ...more,
      sectionBlock([slackText(seenBy(message))]),
      ...linkBlocks(link),
    ],
  };
}

function bodyOf(words: IncidentWords): Block[] {
  const action = words.action === null ? [] : [`*What to do:* ${slackText(words.action)}`];
  return [
    sectionBlock([slackText(words.explanation), ...action, ...noteOf(words)]),
    ...fieldBlocks(words.facts.map(({ label, value }) => `*${label}*\n${slackText(value)}`)),
  ];
}

const noteOf = ({ note }: IncidentWords): string[] => (note === null ? [] : [`_${note}_`]);
