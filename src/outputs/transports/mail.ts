import { digestMail, incidentMail } from '../mail/incident-mail.ts';
import { sendMail } from '../mail/send.ts';
import type { Transport } from '../routes/transport.ts';

interface MailAddress {
  /** Name of the variable with the server's address, for errors. */
  readonly setting: string;
  readonly smtpUrl: string;
  readonly from: string;
  readonly recipients: readonly string[];
}

/**
 * Mail, one thread for each incident. A recipient that the server refuses keeps nothing from the others.
 *
 * @param onRefused is told the recipients that the server refused while it accepted others.
 */
export function mail(
  { setting, smtpUrl, from, recipients }: MailAddress,
  onRefused: (recipients: readonly string[]) => void,
): Transport {
  const to = { from, to: recipients };
  const send = async (composed: Parameters<typeof sendMail>[1]): Promise<null> => {
    const refused = await sendMail(smtpUrl, composed, { setting });
    if (refused.length > 0) onRefused(refused);
    return null;
  };
  return {
    exact: false,
    tellsAcknowledged: false,
    preview: (message) => incidentMail(message, to).text,
    incident: (message) => send(incidentMail(message, to)),
    previewDigest: (message) => digestMail(message, to).text,
    async digest(message) {
      await send(digestMail(message, to));
    },
  };
}
