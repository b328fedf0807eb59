import { storeContract } from '../store-contract.ts';
import { openDuckdbStore } from './store.ts';

storeContract('DuckDB', openDuckdbStore);
