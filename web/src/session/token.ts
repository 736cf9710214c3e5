// What a LiveKit token says of itself; read only, never verified (the server does that).

export interface TokenFacts {
  identity: string;
  room: string;
  expiresAt: number; // seconds since 1970, 0 when it does not say
}

/** Gives nothing for text that is no token. */
export function readToken(token: string): TokenFacts | undefined {
  const parts = token.trim().split('.');
  if (parts.length !== 3) return undefined;
  try {
    const base64 = (parts[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof claims !== 'object' || claims === null) return undefined;
    const { sub, exp, video } = claims as { sub?: unknown; exp?: unknown; video?: { room?: unknown } };
    return {
      identity: typeof sub === 'string' ? sub : '',
      room: typeof video?.room === 'string' ? video.room : '',
      expiresAt: typeof exp === 'number' ? exp : 0,
    };
  } catch {
    return undefined;
  }
}

export function isExpired(facts: TokenFacts, nowMs: number): boolean {
  return facts.expiresAt > 0 && facts.expiresAt * 1000 < nowMs;
}
