import type { Feature } from '../../report/schema/report.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { TextSamples } from '../../stats/tables/joint-table.ts';
import { describeTexts, type WordShift } from '../../stats/tests/text-content/text-descriptors.ts';
import { publicName } from '../../wording/public-name.ts';
import { kRule, niceUnit, shownCount, shownShare, toUnit } from '../privacy/k-rule.ts';
import type { TestedFields } from './feature-test.ts';

type Text = NonNullable<Feature['text']>;

/** Gained words, and lost words, that are listed. */
const MAX_WORDS = 8;

/**
 * Changes in free text as aggregates only: the classifier's AUC, the share of words unseen in the reference, and the
 * words gained and lost, each in the texts of at least k leads of one side.
 */
export function textReport(
  texts: TextSamples,
  distinct: { readonly reference: number; readonly production: number },
  tested: TestedFields,
  policy: Policy,
): { text: Text; summary: Feature['summary'] } {
  const rule = kRule(policy);
  // Each text is of another lead.
  const described = describeTexts(texts, { smallestCount: rule.k });
  const inWords = (share: number, side: keyof typeof distinct): number => {
    const n = texts[side].length;
    return shownShare(Math.round(share * n), n, rule);
  };
  const words = (shifts: readonly WordShift[]): Text['gained'] =>
    policy.privacy.topWords
      ? shifts.slice(0, MAX_WORDS).map((shift) => ({
          word: publicName(shift.word, 40),
          reference: inWords(shift.shareReference, 'reference'),
          production: inWords(shift.shareProduction, 'production'),
        }))
      : [];
  const unit = rule.rounded ? niceUnit(rule.k / Math.max(1, texts.production.length)) : 0;
  const side = (name: 'reference' | 'production'): Feature['summary']['reference'] => {
    const own = texts[name];
    if (own.length < rule.k) return null;
    const { meanLength, meanWords } = described[name];
    const coarse = (mean: number): number =>
      toUnit(mean, rule.rounded ? niceUnit((rule.k * mean) / own.length) : 0);
    return {
      kind: 'text',
      distinct: shownCount(distinct[name], rule),
      meanLength: coarse(meanLength),
      meanWords: coarse(meanWords),
    };
  };
  const compared = texts.reference.length >= rule.k && texts.production.length >= rule.k;
  return {
    text: {
      auc: tested.inShare ? tested.statistic : null,
      aucInterval: tested.inShare ? (tested.effect?.interval ?? null) : null,
      unseenWordShare: compared ? toUnit(described.unseenWordShare, unit) : null,
      gained: compared ? words(described.gained) : [],
      lost: compared ? words(described.lost) : [],
    },
    summary: { reference: side('reference'), production: side('production') },
  };
}
