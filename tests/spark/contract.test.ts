import { describe } from 'vitest';
import { openSparkStore } from '../../src/ingest/engines/spark/store.ts';
import { sparkUrl } from '../support/spark/server.ts';
import { storeContract } from '../support/store-contract/contract.ts';

const url = sparkUrl();
if (url === null)
  describe.skip('Spark keeps the store contract (skipped: run npm run test:spark)', () => undefined);
else storeContract('Spark', (input) => openSparkStore({ ...input, url }));
