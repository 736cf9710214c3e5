// A strict reader of Prometheus' text format 0.0.4: what promtool would refuse, throws.
const kName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const kNumber = /^(NaN|[+-]Inf|[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)$/;

function number(text, where) {
  if (!kNumber.test(text)) throw new Error(`${where}: '${text}' is no number`);
  return Number(text.replace('Inf', 'Infinity'));
}

/** 'a="x",le="0.5"' as an object; escapes undone. */
function labels(text, where) {
  const found = {};
  let rest = text;
  while (rest !== '') {
    const part = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\\\|\\"|\\n)*)"(,|$)/.exec(rest);
    if (!part) throw new Error(`${where}: bad labels at '${rest}'`);
    if (part[1] in found) throw new Error(`${where}: label ${part[1]} twice`);
    found[part[1]] = part[2].replace(/\\(.)/g, (_, c) => (c === 'n' ? '\n' : c));
    rest = rest.slice(part[0].length);
  }
  return found;
}

function checkHistogram(family) {
  const series = new Map();
  for (const sample of family.samples) {
    const { le, ...rest } = sample.labels;
    const key = JSON.stringify(rest);
    if (!series.has(key)) series.set(key, { buckets: [] });
    const one = series.get(key);
    const suffix = sample.name.slice(family.name.length);
    if (suffix === '_bucket') one.buckets.push({ le: number(le ?? '', family.name), value: sample.value });
    else if (le !== undefined) throw new Error(`${sample.name} has le`);
    else if (suffix === '_sum' || suffix === '_count') one[suffix] = sample.value;
    else throw new Error(`${sample.name} in histogram ${family.name}`);
  }
  for (const [key, { buckets, _sum, _count }] of series) {
    const where = `${family.name}${key}`;
    if (_sum === undefined || _count === undefined) throw new Error(`${where}: no _sum or _count`);
    if (buckets.at(-1)?.le !== Infinity) throw new Error(`${where}: no +Inf bucket at the end`);
    if (buckets.at(-1).value !== _count) throw new Error(`${where}: +Inf is not _count`);
    for (let i = 1; i < buckets.length; ++i) {
      if (buckets[i].le <= buckets[i - 1].le) throw new Error(`${where}: le not ascending`);
      if (buckets[i].value < buckets[i - 1].value) throw new Error(`${where}: buckets not cumulative`);
    }
  }
}

/** Families by name: {name, type, help, samples: [{name, labels, value}]}. */
export function parseExposition(text) {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map();
  const seen = new Set();
  let open;
  text.slice(0, -1).split('\n').forEach((line, index) => {
    const where = `line ${index + 1}`;
    const head = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line);
    if (head) {
      const [, kind, name, rest] = head;
      if (!kName.test(name)) throw new Error(`${where}: bad name ${name}`);
      if (kind === 'HELP') {
        if (families.has(name)) throw new Error(`${where}: family ${name} twice`);
        open = { name, help: rest, samples: [] };
        families.set(name, open);
      } else {
        if (open?.name !== name || open.type || open.samples.length) throw new Error(`${where}: TYPE of ${name} out of place`);
        if (!['counter', 'gauge', 'histogram'].includes(rest)) throw new Error(`${where}: type ${rest}`);
        if (rest === 'counter' && !name.endsWith('_total')) throw new Error(`${where}: counter ${name} does not end in _total`);
        open.type = rest;
      }
      return;
    }
    const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (!sample) throw new Error(`${where}: '${line}'`);
    const [, name, inside, value] = sample;
    if (!open?.type || !(name === open.name || (open.type === 'histogram' && name.startsWith(`${open.name}_`)))) {
      throw new Error(`${where}: ${name} is not of the family before it`);
    }
    const made = { name, labels: labels(inside ?? '', where), value: number(value, where) };
    const key = name + JSON.stringify(Object.entries(made.labels).sort());
    if (seen.has(key)) throw new Error(`${where}: series twice`);
    seen.add(key);
    if (open.type === 'counter' && made.value < 0) throw new Error(`${where}: a counter below zero`);
    open.samples.push(made);
  });
  for (const family of families.values()) {
    if (!family.samples.length) throw new Error(`${family.name} has no sample`);
    if (family.type === 'histogram') checkHistogram(family);
  }
  return families;
}

/** The value of one series. */
export function valueOf(families, family, labels = {}, suffix = '') {
  const wanted = JSON.stringify(Object.entries(labels).sort());
  const found = families.get(family)?.samples.find((s) => s.name === family + suffix && JSON.stringify(Object.entries(s.labels).sort()) === wanted);
  if (!found) throw new Error(`no ${family}${suffix} ${wanted}`);
  return found.value;
}
