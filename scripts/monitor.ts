// CommonJS (by the package.json beside it) in plain JavaScript: a Node that runs no TypeScript reads this one, too.
import('./launch.mjs');
