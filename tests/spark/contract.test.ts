import { describe } from 'vitest';
import { openSparkStore } from '../../src/ingest/spark/store.ts';
import { storeContract } from '../../src/ingest/store-contract.ts';
import { sparkUrl } from './server.ts';

const url = sparkUrl();
if (url === null)
  describe.skip('Spark keeps the store contract (skipped: run npm run test:spark)', () => undefined);
else storeContract('Spark', (input) => openSparkStore({ ...input, url }));
