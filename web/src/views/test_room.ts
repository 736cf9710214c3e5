// The test room: one page to connect to an interview by URL and token, talk, read along, leave and come back.
import { ConnectFailure, InterviewRoom, type SessionMessage } from '../rtc/interview_room';
import { LevelMeter } from '../rtc/level_meter';
import { CallMemory } from '../session/call_memory';
import { Captions } from '../session/captions';
import * as failures from '../session/failures';
import { isFailure, openInvitation, type WayIn } from '../session/invitation';
import { Notices } from '../session/notices';
import { SilenceWatch } from '../session/silence_watch';
import { kAgentWords } from '../ui/agent_words';
import { announceNewest, drawCaptions, saveText } from '../ui/caption_list';
import { element } from '../ui/element';
import { checkInput, prefill } from './join_form';

const kOver = [2, 4, 5, 10]; // another tab, removed, room deleted or closed: a reload must not come back by itself
const kLateMs = 8000; // an interviewer that is running is in the room within this
const kEndWaitMs = 5000; // for the interviewer's word that the end is on record

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
const memory = new CallMemory(sessionStorage);
const notices = new Notices(alertWith);
let room: InterviewRoom | undefined;
let ended = false;
let stopped: failures.Failure | undefined; // what ended the interview before its time
let onEnded: (() => void) | undefined;
let late: number | undefined;

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
  const changes = form.hidden !== inCall;
  form.hidden = inCall;
  element('call').hidden = !inCall;
  element('talk').hidden = !inCall && captions.lines.length === 0;
  save.hidden = inCall || captions.lines.length === 0;
  connect.disabled = false;
  if (changes) (inCall ? element('call') : connect).focus(); // what had it is hidden now
}

function watchMicrophone(current: InterviewRoom): void {
  const track = current.microphone();
  if (!track) return;
  silence.reset();
  meter.start(track, (peak) => {
    element<HTMLMeterElement>('meter').value = Math.min(1, peak * 1.5);
    const silent = silence.feed(peak, performance.now()) || track.muted;
    notices.set('microphone', silent ? failures.silentMicrophone : undefined);
  });
}

function onSession(message: SessionMessage): void {
  if (message.type === 'ended') {
    ended = true;
    memory.end();
    notices.clear();
    stopped = failures.failureOfEnd(message['reason']);
    notices.set('call', stopped);
    status('connected', stopped ? 'The interview was stopped' : 'The interview is over. Thank you!');
    save.hidden = captions.lines.length === 0;
    onEnded?.();
  } else if (message.type === 'trouble') {
    notices.set('interviewer', failures.interviewerInTrouble);
  } else if (message.type === 'refused' && typeof message['reason'] === 'string') {
    notices.set('interviewer', { title: 'The interviewer cannot start.', advice: message['reason'] });
  }
}

function showAgent(state: string | undefined): void {
  if (state === 'speaking') notices.set('interviewer', undefined); // over whatever trouble there was
  element('agent-pill').dataset['agent'] = state ?? 'absent';
  element('agent').textContent = state ? (kAgentWords[state] ?? state) : ended ? 'gone' : 'not here yet';
}

function agentPresent(present: boolean): void {
  window.clearTimeout(late);
  if (present) return notices.set('interviewer', undefined);
  showAgent(undefined);
  if (!ended) late = window.setTimeout(() => notices.set('interviewer', failures.absentInterviewer), kLateMs);
}

function leftTheRoom(reason: number | undefined): void {
  meter.stop();
  window.clearTimeout(late);
  room = undefined;
  captions.close();
  const failure = ended ? stopped : failures.failureOfDisconnect(reason);
  if (reason !== undefined && kOver.includes(reason)) memory.end();
  notices.clear();
  notices.set('call', failure);
  showCall(false);
  const how = failure ? 'Disconnected' : ended ? 'The interview is over. Thank you!' : 'You left the interview';
  status(failure ? 'failed' : 'closed', how);
}

function newRoom(): InterviewRoom {
  return new InterviewRoom({
    caption: (line) => captions.update(line),
    agentState: showAgent,
    agentPresent,
    voice: (track) => track.attach(voice),
    playbackBlocked: (blocked) => (play.hidden = !blocked),
    connection: (state) => status(state, state === 'connected' ? 'Connected' : 'Connection lost, reconnecting …'),
    session: onSession,
    disconnected: leftTheRoom,
  });
}

async function join(): Promise<void> {
  const wrong = checkInput(url.value, token.value);
  notices.clear();
  notices.set('call', wrong);
  if (wrong) return status('failed', 'Not connected');
  connect.disabled = true;
  if (ended) captions.restore([]); // another interview: the page begins anew
  ended = false;
  stopped = undefined;
  status('connecting', 'Connecting …');
  const current = newRoom();
  try {
    await current.connect(url.value.trim(), token.value.trim());
  } catch (error) {
    const failure =
      error instanceof ConnectFailure
        ? failures.failureOfConnect(error.message, error.status)
        : failures.failureOfMicrophone(error instanceof Error ? error.name : String(error));
    showCall(false);
    status('failed', 'Not connected');
    return notices.set('call', failure);
  }
  room = current;
  memory.begin({ url: url.value, token: token.value });
  showCall(true);
  watchMicrophone(current);
}

async function leaveWith(choice: string): Promise<void> {
  const current = room;
  if (!current || choice === 'stay' || choice === '') return;
  memory.end();
  try {
    if (choice === 'end') await endWith(current);
    else await current.send({ type: 'back_later' });
  } catch {
    // the room is gone already: leaving needs no word
  }
  await current.disconnect();
}

/** Says "end" and waits for the answer: a word sent right before leaving may be lost on its way. */
async function endWith(current: InterviewRoom): Promise<void> {
  if (!current.hasInterviewer) return;
  status('connected', 'Ending the interview …');
  const answered = new Promise<void>((done) => (onEnded = done));
  await current.send({ type: 'end' });
  await Promise.race([answered, new Promise((done) => window.setTimeout(done, kEndWaitMs))]);
  onEnded = undefined;
}

captions.onChange(() => {
  if (captions.lines.length > 0) element('talk').hidden = false;
  element('no-captions').hidden = captions.lines.length > 0;
  drawCaptions(element('captions'), captions);
  announceNewest(element('announce'), captions);
  if (room && !ended) memory.keep(captions.lines);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void (invited ? beginByInvitation() : join());
});
play.addEventListener('click', () => void room?.startPlayback().then(() => voice.play()));
element('disconnect').addEventListener('click', () => (ended ? void room?.disconnect() : leave.showModal()));
leave.addEventListener('close', () => void leaveWith(leave.returnValue));
save.addEventListener('click', () => saveText(captions.asText(), 'interview-transcript.txt'));

const invited = location.pathname === '/join';
if (!invited) prefill(url, token, element('hint'));
if (!window.isSecureContext && !navigator.mediaDevices) notices.set('call', failures.insecurePage);

/** The page was reloaded in the middle of an interview: go on with it. */
function comeBack(): void {
  const before = memory.call();
  if (!before) return;
  if (!invited) {
    url.value = before.url;
    token.value = before.token;
  }
  captions.restore(memory.captions());
  void join();
}

/** A token is good for ten minutes: each beginning gets its own. */
async function takeWayIn(): Promise<WayIn | undefined> {
  const way = await openInvitation(location.hash.slice(1), location, (...call) => fetch(...call));
  form.hidden = isFailure(way);
  notices.set('call', isFailure(way) ? way : undefined);
  if (isFailure(way)) return undefined;
  url.value = way.url;
  token.value = way.token;
  return way;
}

async function beginByInvitation(): Promise<void> {
  connect.disabled = true;
  if (await takeWayIn()) await join();
}

/** By an invitation's link: nobody needs to know of URLs and tokens. */
async function enterByInvitation(): Promise<void> {
  document.title = 'CodeVoice interview';
  element('page-name').textContent = 'interview';
  for (const label of form.querySelectorAll('label')) label.hidden = true;
  connect.disabled = true;
  const way = await takeWayIn();
  connect.disabled = false;
  if (!way) return;
  connect.textContent = 'Begin';
  const hello = way.name ? `Hello ${way.name}. ` : '';
  element('hint').textContent =
    `${hello}When you are ready, press Begin: the interviewer speaks with you and listens. Use headphones if you can. You will be asked for your microphone.`;
  comeBack();
}

if (invited) void enterByInvitation();
else comeBack();
