// What the interviewer is doing, by the state its agent publishes.

export const kAgentWords: Record<string, string> = {
  initializing: 'getting ready',
  idle: 'waiting',
  listening: 'listening',
  thinking: 'thinking',
  speaking: 'speaking',
};
