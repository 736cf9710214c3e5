// The test room: one page to connect to an interview by URL and token, talk, read along, leave and come back.
import { ConnectFailure, InterviewRoom, type SessionMessage } from '../rtc/interview_room';
import { LevelMeter } from '../rtc/level_meter';
import { Captions } from '../session/captions';
import * as failures from '../session/failures';
import { SilenceWatch } from '../session/silence_watch';
import { isExpired, readToken } from '../session/token';
import { drawCaptions, saveText } from '../ui/caption_list';

const kInCall = 'codevoice.in-call'; // set while in a call: a reload then takes it up again
const kOver = [2, 4, 5, 10]; // another tab, removed, room deleted or closed: a reload must not come back by itself
const kAgentWords: Record<string, string> = {
  initializing: 'getting ready', idle: 'waiting', listening: 'listening', thinking: 'thinking', speaking: 'speaking',
};

function element<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found as T;
}

const form = element<HTMLFormElement>('join');
const url = element<HTMLInputElement>('url');
const token = element<HTMLTextAreaElement>('token');
const connect = element<HTMLButtonElement>('connect');
const voice = element<HTMLAudioElement>('voice');
const play = element<HTMLButtonElement>('play');
const leave = element<HTMLDialogElement>('leave');
const save = element<HTMLButtonElement>('save');
const captions = new Captions();
const meter = new LevelMeter();
const silence = new SilenceWatch();
let room: InterviewRoom | undefined;
let ended = false;

function status(connection: string, text: string): void {
  element('status').dataset['connection'] = connection;
  element('status-text').textContent = text;
}

function alertWith(failure: failures.Failure | undefined): void {
  element('alert').hidden = failure === undefined;
  element('alert-title').textContent = failure?.title ?? '';
  element('alert-advice').textContent = failure?.advice ?? '';
}

function showCall(inCall: boolean): void {
  form.hidden = inCall;
  element('call').hidden = !inCall;
  element('talk').hidden = !inCall && captions.lines.length === 0;
  save.hidden = inCall || captions.lines.length === 0;
  connect.disabled = false;
}

function watchMicrophone(current: InterviewRoom): void {
  const track = current.microphone();
  if (!track) return;
  silence.reset();
  let told = false;
  meter.start(track, (peak) => {
    element<HTMLMeterElement>('meter').value = Math.min(1, peak * 1.5);
    const silent = silence.feed(peak, performance.now()) || track.muted;
    if (silent !== told) alertWith(silent ? failures.silentMicrophone : undefined);
    told = silent;
  });
}

function onSession(message: SessionMessage): void {
  if (message.type === 'ended') {
    ended = true;
    sessionStorage.removeItem(kInCall);
    status('connected', 'The interview is over. Thank you!');
    save.hidden = false;
  } else if (message.type === 'refused' && typeof message['reason'] === 'string') {
    alertWith({ title: 'The interviewer cannot start.', advice: message['reason'] });
  }
}

function leftTheRoom(reason: number | undefined): void {
  meter.stop();
  room = undefined;
  const failure = ended ? undefined : failures.failureOfDisconnect(reason);
  if (reason !== undefined && kOver.includes(reason)) sessionStorage.removeItem(kInCall);
  showCall(false);
  alertWith(failure);
  status(failure ? 'failed' : 'closed', ended ? 'The interview is over. Thank you!' : failure ? 'Disconnected' : 'You left the interview');
}

function newRoom(): InterviewRoom {
  return new InterviewRoom({
    caption: (line) => captions.update(line),
    agentState: (state) => (element('agent').textContent = kAgentWords[state] ?? state),
    agentPresent: (present) => {
      if (!present) element('agent').textContent = 'not here yet';
    },
    voice: (track) => track.attach(voice),
    playbackBlocked: (blocked) => (play.hidden = !blocked),
    connection: (state) => status(state, state === 'connected' ? 'Connected' : 'Connection lost, reconnecting …'),
    session: onSession,
    disconnected: leftTheRoom,
  });
}

function checkInput(): failures.Failure | undefined {
  if (!navigator.mediaDevices) return failures.insecurePage;
  if (!/^(wss?|https?):\/\/[^\s/]+/i.test(url.value.trim())) return failures.badUrl;
  const facts = readToken(token.value);
  if (!facts) return failures.badToken;
  return isExpired(facts, Date.now()) ? failures.expiredToken : undefined;
}

async function join(): Promise<void> {
  const wrong = checkInput();
  alertWith(wrong);
  if (wrong) return status('failed', 'Not connected');
  connect.disabled = true;
  ended = false;
  status('connecting', 'Connecting …');
  const current = newRoom();
  try {
    await current.connect(url.value.trim(), token.value.trim());
  } catch (error) {
    const failure = error instanceof ConnectFailure ? failures.failureOfConnect(error.message, error.status)
      : failures.failureOfMicrophone(error instanceof Error ? error.name : String(error));
    showCall(false);
    status('failed', 'Not connected');
    return alertWith(failure);
  }
  room = current;
  sessionStorage.setItem(kInCall, JSON.stringify({ url: url.value, token: token.value }));
  showCall(true);
  watchMicrophone(current);
}

async function leaveWith(choice: string): Promise<void> {
  if (!room || choice === 'stay' || choice === '') return;
  sessionStorage.removeItem(kInCall);
  try {
    await room.send({ type: choice === 'end' ? 'end' : 'back_later' });
  } catch {
    // the room is gone already: leaving needs no word
  }
  await room.disconnect();
}

function prefill(): void {
  const config = document.getElementById('codevoice-config')?.textContent;
  const given = config ? (JSON.parse(config) as { rtcPort?: number; token?: string }) : {};
  const query = new URLSearchParams(location.hash.slice(1));
  if (location.protocol.startsWith('http')) url.value = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.hostname}:${given.rtcPort ?? 7880}`;
  url.value = query.get('url') ?? url.value;
  token.value = query.get('token') ?? given.token ?? '';
  if (given.token) element('hint').textContent = 'A fresh token is filled in: press Connect and talk. Headphones help.';
  if (!window.isSecureContext && !navigator.mediaDevices) alertWith(failures.insecurePage);
}

captions.onChange(() => {
  element('talk').hidden = false;
  drawCaptions(element('captions'), captions);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void join();
});
play.addEventListener('click', () => void room?.startPlayback().then(() => voice.play()));
element('disconnect').addEventListener('click', () => (ended ? void room?.disconnect() : leave.showModal()));
leave.addEventListener('close', () => void leaveWith(leave.returnValue));
save.addEventListener('click', () => saveText(captions.asText(), 'interview-transcript.txt'));

prefill();
const before = sessionStorage.getItem(kInCall);
if (before) {
  // the page was reloaded in the middle of an interview: go on with it
  const { url: lastUrl, token: lastToken } = JSON.parse(before) as { url: string; token: string };
  url.value = lastUrl;
  token.value = lastToken;
  void join();
}
