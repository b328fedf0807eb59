/** The styles of every page, in the order of the cascade. */
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/head.css';
import '../styles/layout.css';
import '../styles/marks.css';
import '../styles/verdict.css';
import '../styles/problems.css';
import '../styles/figures.css';
import '../styles/tables.css';
import '../styles/features.css';
import '../styles/forms.css';
import '../styles/alerts.css';
import '../styles/phone-tables.css';
import '../styles/charts.css';
import '../styles/print.css';
