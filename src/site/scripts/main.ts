import { startCharts } from './charts.ts';
import { startKeys } from './keys.ts';
import { startAges, startStale } from './stale.ts';
import { startTheme } from './theme.ts';

/** Entry script of every page. Loads the other scripts only on pages that need them. */
startTheme();
startAges();
startKeys();
const stale = document.querySelector<HTMLElement>('[data-made]');
if (stale !== null) startStale(stale);
void startCharts();
if (document.querySelector('[data-sortable]') !== null) {
  void import('./tables.ts').then((tables) => tables.startTables());
}
if (document.querySelector('[data-predictions]') !== null) {
  void import('./predictions.ts').then((predictions) => predictions.startPredictions());
}
if (document.querySelector('[data-archive]') !== null) {
  void import('./archive.ts').then((archive) => archive.startArchive());
}
if (document.querySelector('[data-explore]') !== null) {
  void import('./explore.ts').then((explore) => explore.startExplore());
}
if (document.querySelector('[data-compare]') !== null) {
  void import('./compare.ts').then((compare) => compare.startCompare());
}
