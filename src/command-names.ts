const isCompiled = import.meta.url.endsWith('.js');

/** How a user starts a command of the program: by npm in the project's directory, or as an installed package. */
export const MONITOR = isCompiled ? 'npx lead-scoring-monitor' : 'npm run monitor --';

/** The command that builds the site. */
export const BUILD = isCompiled ? `${MONITOR} build` : 'npm run build';
