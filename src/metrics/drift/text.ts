import type { Feature } from '../../report/schema/report.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { TextSamples } from '../../stats/tables/joint-table.ts';
import { describeTexts, type WordShift } from '../../stats/tests/text-content/text-descriptors.ts';
import { publicName } from '../../wording/public-name.ts';
import type { TestedFields } from './feature-test.ts';

type Text = NonNullable<Feature['text']>;

/** Gained words, and lost words, that are listed. */
const MAX_WORDS = 8;

/**
 * Changes in free text as aggregates only: the classifier's AUC, the share of words unseen in the reference, and the
 * words gained and lost, each held by at least k texts of one side.
 */
export function textReport(
  texts: TextSamples,
  distinct: { readonly reference: number; readonly production: number },
  tested: TestedFields,
  policy: Policy,
): { text: Text; summary: Feature['summary'] } {
  // A word in at least 2k − 1 texts of both sides together is in at least k texts of one side.
  const smallestCount = 2 * policy.privacy.k - 1;
  const described = describeTexts(texts, { smallestCount });
  const words = (shifts: readonly WordShift[]): Text['gained'] =>
    policy.privacy.topWords
      ? shifts.slice(0, MAX_WORDS).map((shift) => ({
          word: publicName(shift.word, 40),
          reference: shift.shareReference,
          production: shift.shareProduction,
        }))
      : [];
  const side = (name: 'reference' | 'production'): Feature['summary']['reference'] => {
    const own = texts[name];
    if (own.length === 0) return null;
    const { meanLength, meanWords } = described[name];
    return { kind: 'text', distinct: distinct[name], meanLength, meanWords };
  };
  const compared = texts.reference.length > 0 && texts.production.length > 0;
  return {
    text: {
      auc: tested.inShare ? tested.statistic : null,
      aucInterval: tested.inShare ? (tested.effect?.interval ?? null) : null,
      unseenWordShare: compared ? described.unseenWordShare : null,
      gained: compared ? words(described.gained) : [],
      lost: compared ? words(described.lost) : [],
    },
    summary: { reference: side('reference'), production: side('production') },
  };
}
