#!/usr/bin/env python3
"""Check the question bank in questions/*.yaml.

Checks the schema, unique ids, counts, speakability, and that the cues do their work:
  * the model answer covers every key point, and trips no contradiction;
  * the wrong answer covers at most one point;
  * each point's own text (a terse candidate) covers that point;
  * neither the question nor a follow-up gives the point away;
  * a point's praise does not give away another point.

The cue language: groups joined by ' + ' (any order) or ' > ' (that order) must all occur in one
window of a clause; a group is alternatives joined by ' | '; an alternative is a word or a phrase
(in order, at most one other word between). Words match by stem. A match is void when the words are
negated, unless the cue itself contains a negating word.

The matcher in the product is the authority. So that the two agree, answers that must match are
judged by a STRICT reading here (narrow window, wide reach of negation, under both of two stemmers)
and answers that must not match by a LIBERAL one.

Usage: tools/check_questions.py [-v] [--topic TOPIC] [--answer QUESTION_ID "spoken answer"] [files...]
"""
import argparse
import collections
import glob
import os
import re
import sys

import yaml

TOPICS = """operating-systems memory concurrency data-structures algorithms databases networks web security
testing system-design cpp python java javascript go sql linux git""".split()
LEVELS = ["EASY", "MEDIUM", "HARD"]
KINDS = ["definition", "comparison", "design", "story", "debugging"]
MIN_TOTAL = 124

ARTICLES = {"the", "a", "an"}
FILLERS = {"um", "uh", "uhm", "erm", "er", "ah", "hmm", "basically", "actually", "literally", "just",
           "really", "like", "well", "okay", "ok", "right", "yeah", "yes", "so"}
FILLER_PHRASES = ["you know", "i mean", "sort of", "kind of", "i think", "i guess"]
NEGATORS = {"not", "no", "never", "without"}
WIDE_NEGATORS = NEGATORS | {"nothing", "none", "neither", "nor", "nobody"}


# ---------------------------------------------------------------- stemmers

def _cons(w, i):
    c = w[i]
    if c in "aeiou":
        return False
    if c == "y":
        return i == 0 or not _cons(w, i - 1)
    return True


def _measure(w):
    pat = "".join("c" if _cons(w, i) else "v" for i in range(len(w)))
    return len(re.findall("v+c+", pat))


def _vowel(w):
    return any(not _cons(w, i) for i in range(len(w)))


def _double(w):
    return len(w) > 1 and w[-1] == w[-2] and _cons(w, len(w) - 1)


def _cvc(w):
    n = len(w)
    return n > 2 and _cons(w, n - 1) and not _cons(w, n - 2) and _cons(w, n - 3) and w[-1] not in "wxy"


_STEP2 = [("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"),
          ("abli", "able"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"),
          ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"),
          ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble")]
_STEP3 = [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")]
_STEP4 = ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive",
          "ize", "ion", "al", "er", "ic", "ou"]


def porter(w):
    if len(w) < 3 or not w.isalpha():
        return w
    if w.endswith("sses"):
        w = w[:-2]
    elif w.endswith("ies"):
        w = w[:-2]
    elif w.endswith("s") and not w.endswith("ss"):
        w = w[:-1]
    if w.endswith("eed"):
        if _measure(w[:-3]) > 0:
            w = w[:-1]
    else:
        for suf in ("ed", "ing"):
            if w.endswith(suf) and _vowel(w[:-len(suf)]):
                w = w[:-len(suf)]
                if w.endswith(("at", "bl", "iz")):
                    w += "e"
                elif _double(w) and w[-1] not in "lsz":
                    w = w[:-1]
                elif _measure(w) == 1 and _cvc(w):
                    w += "e"
                break
    if w.endswith("y") and _vowel(w[:-1]):
        w = w[:-1] + "i"
    for suf, rep in sorted(_STEP2, key=lambda p: -len(p[0])):
        if w.endswith(suf):
            if _measure(w[:-len(suf)]) > 0:
                w = w[:-len(suf)] + rep
            break
    for suf, rep in sorted(_STEP3, key=lambda p: -len(p[0])):
        if w.endswith(suf):
            if _measure(w[:-len(suf)]) > 0:
                w = w[:-len(suf)] + rep
            break
    for suf in _STEP4:
        if w.endswith(suf):
            base = w[:-len(suf)]
            if _measure(base) > 1 and (suf != "ion" or base[-1:] in ("s", "t")):
                w = base
            break
    if w.endswith("e") and (_measure(w[:-1]) > 1 or (_measure(w[:-1]) == 1 and not _cvc(w[:-1]))):
        w = w[:-1]
    if w.endswith("ll") and _measure(w) > 1:
        w = w[:-1]
    return w


def light(w):
    """Plural, -ed, -ing and -ly only: what a modest stemmer would do."""
    if len(w) < 4 or not w.isalpha():
        return w
    if w.endswith("ies"):
        w = w[:-3] + "y"
    elif w.endswith("s") and not w.endswith("ss"):
        w = w[:-1]
    for suf in ("ing", "ed", "ly"):
        if w.endswith(suf) and len(w) - len(suf) >= 3 and _vowel(w[:-len(suf)]):
            w = w[:-len(suf)]
            if _double(w) and w[-1] not in "lsz":
                w = w[:-1]
            break
    if w.endswith("y") and len(w) > 3:
        w = w[:-1] + "i"
    if w.endswith("e") and len(w) > 3:
        w = w[:-1]
    return w


# ---------------------------------------------------------------- matching

class Mode:
    def __init__(self, window, drop_articles, wide_negation, distinct):
        self.window, self.drop_articles = window, drop_articles
        self.wide_negation, self.distinct = wide_negation, distinct


STRICT = Mode(13, False, True, True)
LIBERAL = Mode(16, True, False, False)
_stem_cache = {}


def stem(word, stemmer):
    key = (word, stemmer)
    if key not in _stem_cache:
        _stem_cache[key] = stemmer(word)
    return _stem_cache[key]


def words(text):
    t = text.lower().replace("\u2019", "'")
    t = re.sub(r"\bcannot\b", "can not", t)
    t = re.sub(r"\bcan't\b", "can not", t)
    t = re.sub(r"\bwon't\b", "will not", t)
    t = re.sub(r"n't\b", " not", t)
    t = re.sub(r"'s\b", "", t).replace("'", "").replace("c++", "c plus plus")
    return re.findall(r"[a-z0-9]+", t)


def clauses(text, drop_articles):
    t = text.lower()
    for phrase in FILLER_PHRASES:
        t = re.sub(r"\b%s\b" % phrase, " ", t)
    parts = re.split(r"[.;?!](?=\s|$)|,\s*but\b|,\s*while\b|\bwhereas\b", t)
    out = []
    for part in parts:
        ws = [w for w in words(part) if w not in FILLERS and not (drop_articles and w in ARTICLES)]
        if ws:
            out.append(ws)
    return out


def parse_cue(cue):
    ordered = " > " in cue
    groups = [[words(alt) for alt in g.split("|")] for g in re.split(r" [+>] ", cue)]
    negated = any(w in NEGATORS for g in groups for alt in g for w in alt)
    return ordered, groups, negated


def spans(clause, alt):
    n = len(alt)
    out = []
    for i, w in enumerate(clause):
        if w != alt[0]:
            continue
        pos, ok = i, True
        for part in alt[1:]:
            nxt = next((j for j in (pos + 1, pos + 2) if j < len(clause) and clause[j] == part), None)
            if nxt is None:
                ok = False
                break
            pos = nxt
        if ok and n:
            out.append((i, pos))
    return out


def cue_matches(cue, text, mode, stemmer):
    ordered, groups, has_negator = parse_cue(cue)
    stemmed = [[[stem(w, stemmer) for w in alt] for alt in g] for g in groups]
    for raw in clauses(text, mode.drop_articles):
        clause = [stem(w, stemmer) for w in raw]
        options = []
        for g in stemmed:
            found = sorted({s for alt in g if alt for s in spans(clause, alt)})
            if not found:
                break
            options.append(found)
        else:
            if _combine(options, [], raw, ordered, has_negator, mode):
                return True
    return False


def _combine(options, chosen, raw, ordered, has_negator, mode):
    if chosen:
        lo, hi = min(s[0] for s in chosen), max(s[1] for s in chosen)
        if hi - lo + 1 > mode.window:
            return False
    if len(chosen) == len(options):
        return has_negator or not _negated(chosen, raw, mode)
    for s in options[len(chosen)]:
        if ordered and chosen and s[0] <= chosen[-1][1]:
            continue
        if mode.distinct and any(s[0] <= c[1] and c[0] <= s[1] for c in chosen):
            continue
        if _combine(options, chosen + [s], raw, ordered, has_negator, mode):
            return True
    return False


def _negated(chosen, raw, mode):
    if mode.wide_negation:
        lo, hi = min(s[0] for s in chosen), max(s[1] for s in chosen)
        return any(w in WIDE_NEGATORS for w in raw[max(0, lo - 4):hi + 1])
    return any(w in NEGATORS for s in chosen for w in raw[max(0, s[0] - 2):s[0]])


STEMMERS = (porter, light)


def surely(cues, text):
    """Covered under every reading."""
    return all(any(cue_matches(c, text, STRICT, st) for c in cues) for st in STEMMERS)


def possibly(cues, text):
    """The cues that match under some reading."""
    return [c for c in cues if any(cue_matches(c, text, LIBERAL, st) for st in STEMMERS)]


# ---------------------------------------------------------------- checks

SPOKEN = re.compile(r"^[A-Za-z0-9 ,.?:;'()\-!]*$")
Q_FIELDS = {"id", "topic", "difficulty", "kind", "text", "rephrase", "vocabulary", "expected_key_points",
            "model_answer", "wrong_answer"}
P_FIELDS = {"id", "text", "weight", "praise", "cues", "follow_up"}
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


def check_question(q, topic, seen, errors, warnings):
    qid = q.get("id", "?")

    def err(msg):
        errors.append("%s: %s" % (qid, msg))

    def warn(msg):
        warnings.append("%s: %s" % (qid, msg))

    if set(q) != Q_FIELDS:
        err("fields missing %s, unknown %s" % (sorted(Q_FIELDS - set(q)), sorted(set(q) - Q_FIELDS)))
        return
    if not SLUG.match(qid):
        err("id is not a slug")
    if qid in seen:
        err("id used twice")
    seen.add(qid)
    if q["topic"] != topic:
        err("topic %r in file of %r" % (q["topic"], topic))
    if q["difficulty"] not in LEVELS:
        err("difficulty %r" % q["difficulty"])
    if q["kind"] not in KINDS:
        err("kind %r" % q["kind"])
    for f in ("text", "rephrase", "model_answer", "wrong_answer"):
        if not SPOKEN.match(q[f]):
            err("%s has symbols that cannot be spoken: %s" % (f, re.findall(r"[^A-Za-z0-9 ,.?:;'()\-!]", q[f])))
    if q["text"].strip() == q["rephrase"].strip():
        err("rephrase repeats the text")
    if not q["vocabulary"] or not all(isinstance(v, str) and v for v in q["vocabulary"]):
        err("vocabulary empty or not strings")
    n = len(words(q["model_answer"]))
    if not 60 <= n <= 140:
        err("model_answer has %d words" % n)
    n = len(words(q["wrong_answer"]))
    if not 30 <= n <= 80:
        err("wrong_answer has %d words" % n)
    points = q["expected_key_points"]
    if not 3 <= len(points) <= 6:
        err("%d key points" % len(points))
    if len({p.get("id") for p in points}) != len(points):
        err("key point ids not unique")
    wrong = []
    for p in points:
        pid = p.get("id", "?")
        if not P_FIELDS <= set(p) or set(p) - P_FIELDS - {"contra"}:
            err("point %s: fields %s" % (pid, sorted(set(p) ^ P_FIELDS)))
            continue
        if not SLUG.match(pid):
            err("point id %s is not a slug" % pid)
        if p["weight"] not in (1, 2, 3):
            err("%s: weight %r" % (pid, p["weight"]))
        pw = p["praise"].split()
        if not 3 <= len(pw) <= 9 or p["praise"][0].isupper() or p["praise"][-1] in ".!?":
            err("%s: praise %r" % (pid, p["praise"]))
        for f in ("praise", "follow_up", "text"):
            if not SPOKEN.match(p[f]):
                err("%s: %s cannot be spoken" % (pid, f))
        if not p["follow_up"].endswith("?"):
            err("%s: follow_up is not a question" % pid)
        if not 2 <= len(p["cues"]) <= 7:
            err("%s: %d cues" % (pid, len(p["cues"])))
        contra = p.get("contra", [])
        for c in list(p["cues"]) + list(contra):
            if " > " in c and " + " in c:
                err("%s: cue mixes + and >: %r" % (pid, c))
            ordered, groups, _ = parse_cue(c)
            if len(groups) < 2 and all(len(alt) < 2 for g in groups for alt in g):
                warn("%s: one-word cue %r" % (pid, c))
            for g in groups:
                for alt in g:
                    if not alt:
                        err("%s: empty alternative in %r" % (pid, c))
                    elif set(alt) & (ARTICLES | FILLERS) or " ".join(alt) in FILLER_PHRASES:
                        err("%s: filler word in cue %r" % (pid, c))
        if not surely(p["cues"], q["model_answer"]):
            err("%s: model answer does not cover it" % pid)
        if possibly(contra, q["model_answer"]):
            err("%s: model answer trips contra %s" % (pid, possibly(contra, q["model_answer"])))
        if not surely(p["cues"], p["text"]):
            err("%s: its own text does not cover it" % pid)
        hit = possibly(p["cues"], q["wrong_answer"])
        if hit and not surely(contra, q["wrong_answer"]):
            wrong.append((pid, hit))
        for f, t in (("text", q["text"]), ("rephrase", q["rephrase"]), ("follow_up", p["follow_up"])):
            if possibly(p["cues"], t):
                err("%s: %s gives it away: %s" % (pid, f, possibly(p["cues"], t)))
        for other in points:
            if other is p or "cues" not in other:
                continue
            if possibly(other["cues"], p["praise"]):
                err("%s: praise gives away %s" % (pid, other["id"]))
            if possibly(other["cues"], p["follow_up"]):
                err("%s: follow_up gives away %s" % (pid, other["id"]))
            if possibly(other["cues"], p["text"]):
                warn("%s: text also covers %s by %s" % (pid, other["id"], possibly(other["cues"], p["text"])))
    if len(wrong) > 1:
        err("wrong answer covers %s" % wrong)


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("-v", "--verbose", action="store_true", help="print warnings too")
    ap.add_argument("--topic", help="check only this topic, and do not count the whole")
    ap.add_argument("--answer", nargs=2, metavar=("ID", "TEXT"), help="show which points an answer covers")
    ap.add_argument("files", nargs="*")
    a = ap.parse_args()
    files = a.files or sorted(glob.glob(os.path.join(here, "..", "questions", "*.yaml")))
    if a.topic:
        files = [f for f in files if os.path.basename(f) == a.topic + ".yaml"]
    errors, warnings, seen, texts = [], [], set(), {}
    count = collections.Counter()
    for path in files:
        topic = os.path.splitext(os.path.basename(path))[0]
        if topic not in TOPICS:
            errors.append("%s: unknown topic" % topic)
        with open(path, encoding="utf-8") as f:
            bank = yaml.safe_load(f)
        for q in bank:
            if a.answer:
                if q["id"] == a.answer[0]:
                    for p in q["expected_key_points"]:
                        hit = possibly(p["cues"], a.answer[1])
                        con = possibly(p.get("contra", []), a.answer[1])
                        print("%-24s %s" % (p["id"], "contradicted by %s" % con if con else hit or "-"))
                continue
            check_question(q, topic, seen, errors, warnings)
            count[topic, q.get("difficulty")] += 1
            for f in ("text", "rephrase", "model_answer", "wrong_answer"):
                t = q.get(f, "")
                if t in texts:
                    errors.append("%s: same %s as %s" % (q.get("id"), f, texts[t]))
                texts[t] = q.get("id")
    if a.answer:
        return 0
    total = sum(count.values())
    if not a.topic and not a.files:
        if total < MIN_TOTAL:
            errors.append("only %d questions, want %d" % (total, MIN_TOTAL))
        for t in TOPICS:
            if sum(count[t, lv] for lv in LEVELS) < 6:
                errors.append("%s: fewer than 6 questions" % t)
            for lv in LEVELS:
                if not count[t, lv]:
                    errors.append("%s: no %s question" % (t, lv))
    print("%-20s %5s %6s %5s %5s" % ("topic", "EASY", "MEDIUM", "HARD", "all"))
    for t in TOPICS:
        row = [count[t, lv] for lv in LEVELS]
        if sum(row):
            print("%-20s %5d %6d %5d %5d" % (t, *row, sum(row)))
    print("%-20s %5d %6d %5d %5d" % ("all", *[sum(count[t, lv] for t in TOPICS) for lv in LEVELS], total))
    if a.verbose:
        for w in warnings:
            print("warning:", w)
    for e in errors:
        print("error:", e)
    print("%d errors, %d warnings" % (len(errors), len(warnings)))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
