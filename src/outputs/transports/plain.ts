import {
  type DigestMessage,
  digestKey,
  type IncidentMessage,
  messageKey,
  type Transport,
} from '../routes/transport.ts';

interface Plain<Body> {
  readonly incidentBody: (message: IncidentMessage) => Body;
  readonly digestBody: (message: DigestMessage) => Body;
  /** @param key equal for all attempts at one message. */
  readonly post: (body: Body, key: string) => Promise<unknown>;
}

/** A receiver of single messages: no threads, no acknowledgements, and a message that is sent again is a second one. */
export const plainTransport = <Body>({ incidentBody, digestBody, post }: Plain<Body>): Transport => ({
  exact: false,
  tellsAcknowledged: false,
  preview: incidentBody,
  async incident(message) {
    await post(incidentBody(message), messageKey(message.news));
    return null;
  },
  previewDigest: digestBody,
  async digest(message) {
    await post(digestBody(message), digestKey(message));
  },
});
