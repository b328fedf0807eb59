import { startCharts } from './charts.ts';
import { startTheme } from './theme.ts';

/** What every page runs. A part that a page has is loaded when it is there; charts when one comes into view. */
startTheme();
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
if (document.querySelector('[data-compare]') !== null) {
  void import('./compare.ts').then((compare) => compare.startCompare());
}
