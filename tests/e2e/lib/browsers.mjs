// Real browsers from Debian's packages: Chromium by Playwright, Firefox ESR over WebDriver BiDi.
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { join } from 'node:path';
import { root } from './codevoice.mjs';

const kQuiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
export const liveKitScript = join(root, 'tests/e2e/node_modules/livekit-client/dist/livekit-client.umd.js');

/** Always: sound needs no click. Desktop: as people's Chromium has it (a click on the page, or its use of the microphone). Never: not without a click. */
const kAutoplay = { always: 'no-user-gesture-required', desktop: 'document-user-activation-required', never: 'user-gesture-required' };

/** `wav`: the file the fake microphone plays, over and over; without it Chromium's beeps. */
export function launchChromium({ wav, microphone = true, autoplay = 'always', args = [] } = {}) {
  const fake = microphone ? ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] : [];
  if (wav) fake.push(`--use-file-for-fake-audio-capture=${wav}`);
  return chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: [...kQuiet, ...fake, `--autoplay-policy=${kAutoplay[autoplay]}`, ...args] });
}

export function launchFirefox() {
  return puppeteer.launch({
    browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true,
    extraPrefsFirefox: {
      // a microphone and a sound card where there are none, and the user's "allow"; all else is as Firefox comes
      'media.navigator.streams.fake': true, 'media.cubeb.force_mock_context': true, 'permissions.default.microphone': 1,
    },
  });
}

/**
 * Runs in a page, before anything else: the microphone becomes a stream the test speaks into, by window.speak(base64 of a WAV).
 * The page's own code cannot tell: it calls getUserMedia as always.
 */
export function installSpeakingMicrophone() {
  const open = () => {
    const context = new AudioContext({ sampleRate: 48000, latencyHint: 0.06 }); // as a sound card's buffer: no gaps while the machine is busy
    const out = context.createMediaStreamDestination();
    const hum = context.createOscillator();
    const quiet = context.createGain();
    quiet.gain.value = 0.0002;
    hum.connect(quiet).connect(out);
    hum.start();
    window.speak = async (base64) => {
      await context.resume();
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const source = context.createBufferSource();
      source.buffer = await context.decodeAudioData(bytes.buffer);
      source.connect(out);
      await new Promise((done) => {
        source.onended = done;
        source.start();
      });
    };
    void context.resume();
    return out.stream;
  };
  let stream;
  const devices = navigator.mediaDevices;
  const real = devices?.getUserMedia.bind(devices);
  if (!real) return;
  devices.getUserMedia = async (wanted) => {
    await real(wanted); // asks, and counts as using a microphone: the browser is less strict with such a page
    stream = stream?.active ? stream.clone() : open();
    return stream;
  };
}

/** Evaluates in the page as it is: page.evaluate() counts as a click of its user, and lifts what the browser blocks without one. */
export async function quietly(page) {
  const session = await page.context().newCDPSession(page);
  return async (expression) => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true, userGesture: false });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
}
