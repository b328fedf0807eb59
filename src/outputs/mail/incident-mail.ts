import type Mail from 'nodemailer/lib/mailer/index.js';
import { html, type Markup } from '../html.ts';
import { digestHead, type IncidentWords, incidentWords } from '../routes/incident-words.ts';
import { type DigestMessage, type Envelope, type IncidentMessage, originLine } from '../routes/transport.ts';
import { senderOf, shortLine, slug } from './headers.ts';
import { button, heading, headline, list, mailPage, overline } from './page.ts';

interface Addressed {
  readonly from: string;
  readonly to: readonly string[];
}

/**
 * Composes the mail about one incident. All mails of its life are one thread: the first one's message id is made of the
 * incident's id, the others refer to it, and the subject stays the same, as Gmail demands.
 */
export function incidentMail(message: IncidentMessage, { from, to }: Addressed): Mail.Options {
  const { news, title, generatedAt } = message;
  const { host, headers } = senderOf(title, from);
  const id = (event: string): string => `<incident.${news.incident.id}.${event}.${slug(title)}@${host}>`;
  const words = incidentWords(news);
  const first = id('opened');
  const isFirst = news.event === 'opened';
  return {
    ...headers,
    to: [...to],
    subject: shortLine(`${isFirst ? '' : 'Re: '}${words.title} – ${title}`),
    text: `${[...textOf(words), '', ...footerOf(message)].join('\n')}\n`,
    html: mailPage({
      title: `${words.head} – ${title}`,
      preview: `${words.head}. ${words.explanation}`,
      content: [
        overline(originLine(message)),
        headline(words.status, words.word, words.title),
        ...htmlOf(words),
        ...linkOf(message),
      ],
    }),
    date: new Date(generatedAt),
    messageId: id(news.event),
    ...(isFirst ? {} : { inReplyTo: first, references: first }),
  };
}

/** Composes the mail about several incidents of low severity. */
export function digestMail(message: DigestMessage, { from, to }: Addressed): Mail.Options {
  const { news, title, generatedAt, period } = message;
  const { host, headers } = senderOf(title, from);
  const head = digestHead(news);
  const items = news.map(incidentWords);
  return {
    ...headers,
    to: [...to],
    subject: shortLine(`${head} – ${title}`),
    text: `${[head, ...items.flatMap((words) => ['', ...textOf(words)]), '', ...footerOf(message)].join('\n')}\n`,
    html: mailPage({
      title: `${head} – ${title}`,
      preview: items.map((words) => words.head).join('; '),
      content: [
        overline(originLine(message)),
        html`<h1 style="margin:0 0 12px;font-size:22px;line-height:1.3">${head}</h1>`,
        ...items.flatMap((words) => [heading(words.head), ...htmlOf(words)]),
        ...linkOf(message),
      ],
    }),
    date: new Date(generatedAt),
    messageId: `<digest.${period}.${slug(title)}@${host}>`,
  };
}

const textOf = (words: IncidentWords): string[] => [
  words.head,
  words.explanation,
  ...(words.action === null ? [] : [`What to do: ${words.action}`]),
  ...words.facts.map(({ label, value }) => `${label}: ${value}`),
  ...(words.note === null ? [] : [words.note]),
];

const footerOf = (message: Envelope): string[] => [
  ...(message.link === null ? [] : [message.link]),
  originLine(message),
];

const htmlOf = (words: IncidentWords): Markup[] => [
  html`<p style="margin:0 0 12px">${words.explanation}</p>`,
  ...(words.action === null
    ? []
    : [html`<p style="margin:0 0 12px"><strong>What to do:</strong> ${words.action}</p>`]),
  list(words.facts.map(({ label, value }) => html`<span class="soft">${label}:</span> ${value}`)),
  ...(words.note === null ? [] : [html`<p class="soft" style="margin:12px 0 0">${words.note}</p>`]),
];

const linkOf = ({ link }: Envelope): Markup[] => (link === null ? [] : [button(link)]);
