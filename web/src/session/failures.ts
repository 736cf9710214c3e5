// Every way a connection fails, in plain words with what to do about it.

export interface Failure {
  title: string;
  advice: string;
}

/** LiveKit's DisconnectReason numbers. */
const kDuplicateIdentity = 2;
const kServerShutdown = 3;
const kParticipantRemoved = 4;
const kRoomDeleted = 5;
const kJoinFailure = 7;
const kRoomClosed = 10;

export function failureOfDisconnect(reason: number | undefined): Failure | undefined {
  switch (reason) {
    case 1:
      return undefined; // we left ourselves
    case kDuplicateIdentity:
      return { title: 'This interview was opened in another tab.', advice: 'Go on there, or close the other tab and press Connect here.' };
    case kServerShutdown:
      return { title: 'The server was stopped.', advice: 'Wait a moment, then press Connect.' };
    case kParticipantRemoved:
      return { title: 'You were removed from the room.', advice: 'Ask whoever invited you.' };
    case kRoomDeleted:
    case kRoomClosed:
      return { title: 'The interview is over: the room was closed.', advice: 'Your transcript is below.' };
    case kJoinFailure:
      return { title: 'The server could not let you in.', advice: 'Reload the page and try again.' };
    default:
      return { title: 'The connection was lost.', advice: 'Check your network, then press Connect: the interview goes on where it was.' };
  }
}

/** How interviews end that ran as they should; anything else is what stopped one, in words. */
const kOrderlyEnds = ['completed', 'time', 'candidate_ended', 'candidate_gone', 'no_answer'];

export function failureOfEnd(reason: unknown): Failure | undefined {
  if (typeof reason !== 'string' || reason === '' || kOrderlyEnds.includes(reason)) return undefined;
  return { title: `The interview was stopped: ${reason}.`, advice: 'What was said so far is kept. Wait a moment, then press Connect for a new one.' };
}

/** `status` is the HTTP status of the refused connection, if there was one. */
export function failureOfConnect(message: string, status: number | undefined): Failure {
  const text = message.toLowerCase();
  if (/room full|room is full|max.?participants/.test(text)) {
    return { title: 'The room is full.', advice: 'Close other tabs or devices that are in this room, then try again.' };
  }
  if (/expired/.test(text)) return { title: 'The token has expired.', advice: 'Get a new one (codevoice get_user_token) and paste it.' };
  if (status === 401 || status === 403) {
    return {
      title: 'The server does not accept this token.',
      advice: 'Is it complete, and made with this server’s key? Get a new one and paste it.',
    };
  }
  if (status === 404 || /invalid url|unknown server version/.test(text)) {
    return { title: 'There is no interview server at this URL.', advice: 'Check the URL field: usually ws:// and port 7880.' };
  }
  if (/peer connection|ice|negotiat|pc |media/.test(text)) {
    return { title: 'Audio could not get through.', advice: 'A firewall may block it: UDP port 7882 and TCP port 7881 must reach the server.' };
  }
  return { title: 'The server cannot be reached.', advice: 'Is it running, and is the URL right? It should look like ws://localhost:7880.' };
}

export function failureOfMicrophone(name: string): Failure {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return {
        title: 'The browser may not use your microphone.',
        advice: 'Click the lock or microphone icon beside the address, allow it, then press Connect.',
      };
    case 'NotFoundError':
    case 'OverconstrainedError':
      return { title: 'No microphone was found.', advice: 'Plug one in or choose one in your system settings, then press Connect.' };
    case 'NotReadableError':
      return { title: 'The microphone is in use by another program.', advice: 'Close that program, then press Connect.' };
    default:
      return { title: 'The microphone could not be opened.', advice: `Your browser says: ${name}.` };
  }
}

export const insecurePage: Failure = {
  title: 'This page may not use the microphone.',
  advice: 'Browsers allow it only over https, on localhost, or from a local file. Ask for the https address of this page.',
};
export const absentInterviewer: Failure = {
  title: 'The interviewer is not here yet.',
  advice:
    'You are connected and need do nothing. If it stays away: is codevoice serve (without --no-bot) or run_bot running, for the room of this token?',
};
export const interviewerInTrouble: Failure = {
  title: 'Something went wrong on our side.',
  advice:
    'It is not your microphone or your answer. Wait a few seconds; what you said is kept, and the interviewer goes on or tells you that it cannot.',
};
export const silentMicrophone: Failure = {
  title: 'Nothing comes from your microphone.',
  advice: 'Is it muted, or is another one chosen in your system settings? Speak: this line goes away when you are heard.',
};
export const badUrl: Failure = { title: 'This is no server URL.', advice: 'It begins with ws:// or wss://, for example ws://localhost:7880.' };
export const badToken: Failure = { title: 'This is no token.', advice: 'Paste the whole long line that codevoice get_user_token printed.' };
export const expiredToken: Failure = failureOfConnect('token expired', 401);
