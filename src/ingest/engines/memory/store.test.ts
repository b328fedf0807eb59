import { storeContract } from '../../../../tests/support/store-contract/contract.ts';
import { openMemoryStore } from './store.ts';

storeContract('The engine in memory', openMemoryStore);
