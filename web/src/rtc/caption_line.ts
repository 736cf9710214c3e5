// One line of the conversation as it comes over the wire.

export type Side = 'interviewer' | 'candidate';

export interface CaptionLine {
  id: string;
  side: Side;
  text: string;
  final: boolean;
  at: number; // ms since 1970, when the line began
}
