// An invitation's link turned into a way into the room: the API gives a token for ten minutes, to the first device that asks.
import type { Failure } from './failures';

export interface WayIn {
  url: string; // of the room server
  token: string;
  name: string; // the candidate's, may be empty
}

interface Joining {
  url: string | null;
  token: string;
  candidate_name: string;
}
interface Place {
  protocol: string;
  host: string;
}

const kUnknown: Failure = {
  title: 'This link does not work.',
  advice: 'Open it exactly as it was sent to you, on the device where you first opened it, or ask for a new one.',
};
const kOver: Failure = { title: 'This interview is over.', advice: 'It was finished or called off. Ask whoever invited you if that is a surprise.' };
const kUnreachable: Failure = { title: 'The server cannot be reached.', advice: 'Check your connection and reload this page.' };
const kBusy: Failure = { title: 'The server is busy.', advice: 'Wait a minute and reload this page.' };

/** The room is where the page is unless the answer names another server. */
export async function openInvitation(secret: string, place: Place, ask: typeof fetch): Promise<WayIn | Failure> {
  if (secret === '') return kUnknown;
  const answer = await ask('/api/v1/invitations/open', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: secret }),
  }).catch(() => undefined);
  if (!answer) return kUnreachable;
  if (answer.status === 409) return kOver;
  if (answer.status === 429 || answer.status >= 500) return kBusy;
  if (!answer.ok) return kUnknown;
  const joining = (await answer.json()) as Joining;
  const here = `${place.protocol === 'https:' ? 'wss' : 'ws'}://${place.host}`;
  return { url: joining.url ?? here, token: joining.token, name: joining.candidate_name };
}

export function isFailure(way: WayIn | Failure): way is Failure {
  return 'advice' in way;
}
