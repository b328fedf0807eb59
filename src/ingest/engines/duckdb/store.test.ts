import { storeContract } from '../../../../tests/support/store-contract/contract.ts';
import { openDuckdbStore } from './store.ts';

storeContract('DuckDB', openDuckdbStore);
