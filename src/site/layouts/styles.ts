/** The styles of every page, in the order of the cascade. */
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/layout.css';
import '../styles/parts.css';
import '../styles/charts.css';
import '../styles/print.css';
