import type { PeerCheck } from './peer-check.ts';

/** Comparisons with a real MLflow server. */
export const registryPeers: readonly PeerCheck[] = [];
