// The fields one connects with: what the server or the link filled in, and what is wrong with them before anything is sent.
import * as failures from '../session/failures';
import { isExpired, readToken } from '../session/token';

/** Gives what is wrong, or nothing. */
export function checkInput(url: string, token: string): failures.Failure | undefined {
  if (!navigator.mediaDevices) return failures.insecurePage;
  if (!/^(wss?|https?):\/\/[^\s/]+/i.test(url.trim())) return failures.badUrl;
  const facts = readToken(token);
  if (!facts) return failures.badToken;
  return isExpired(facts, Date.now()) ? failures.expiredToken : undefined;
}

export function prefill(url: HTMLInputElement, token: HTMLTextAreaElement, hint: HTMLElement): void {
  const config = document.getElementById('codevoice-config')?.textContent;
  const given = config ? (JSON.parse(config) as { rtcPort?: number; url?: string; token?: string }) : {};
  const query = new URLSearchParams(location.hash.slice(1));
  if (location.protocol.startsWith('http'))
    url.value = given.url ?? `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.hostname}:${given.rtcPort ?? 7880}`;
  url.value = query.get('url') ?? url.value;
  token.value = query.get('token') ?? given.token ?? '';
  if (given.token) hint.textContent = 'A fresh token is filled in: press Connect and talk. Headphones help.';
}
