// Draws the conversation: who speaks, and whether the words may still change; scrolls with it while the reader is at its end.
import type { Captions } from '../session/captions';

export function drawCaptions(list: HTMLElement, captions: Captions): void {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  captions.lines.forEach((line, index) => {
    const item = list.children[index] ?? list.appendChild(document.createElement('li'));
    const name = line.side === 'interviewer' ? 'Interviewer' : 'You';
    item.className = `${line.side}${line.final ? '' : ' interim'}`;
    if (item.firstElementChild?.textContent !== name || item.lastChild?.textContent !== line.text) {
      const title = document.createElement('b');
      title.textContent = name;
      item.replaceChildren(title, document.createTextNode(line.text));
    }
  });
  while (list.children.length > captions.lines.length) list.lastElementChild?.remove();
  if (atEnd) list.scrollTop = list.scrollHeight;
}

/** For screen readers: only the interviewer's finished words, once each; growing captions would be read over and over. */
export function announceNewest(place: HTMLElement, captions: Captions): void {
  const newest = [...captions.lines].reverse().find((line) => line.side === 'interviewer' && line.final);
  if (newest && place.dataset['line'] !== newest.id) {
    place.dataset['line'] = newest.id;
    place.textContent = newest.text;
  }
}

export function saveText(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
