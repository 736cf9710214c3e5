#include "voice/sounds_like.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

namespace codevoice::voice {
namespace {

struct Spelling {
  std::string_view letters;
  std::string_view sounds;
};
/// What is not said as it is spelled; the longest first. `^` stands for the beginning of a word.
constexpr std::array<Spelling, 14> kSpellings{{{"tion", "SVN"},
                                               {"^wh", "W"},
                                               {"^wr", "R"},
                                               {"^kn", "N"},
                                               {"ght", "T"},
                                               {"ph", "F"},
                                               {"ck", "K"},
                                               {"sh", "S"},
                                               {"ch", "S"},
                                               {"th", "T"},
                                               {"ng", "N"},
                                               {"qu", "KW"},
                                               {"dg", "S"},
                                               {"x", "KS"}}};

/// Sounds that are taken for each other, and what that costs; others cost 1.
struct Likeness {
  char a, b;
  float cost;
};
constexpr std::array<Likeness, 14> kAlike{{{'P', 'F', 0.5F},
                                           {'T', 'S', 0.5F},
                                           {'L', 'R', 0.5F},
                                           {'H', 'F', 0.5F},
                                           {'Y', 'V', 0.3F},
                                           {'T', 'P', 0.7F},
                                           {'T', 'K', 0.7F},
                                           {'P', 'K', 0.7F},
                                           {'W', 'R', 0.7F},
                                           {'W', 'P', 0.7F},
                                           {'W', 'L', 0.7F},
                                           {'H', 'T', 0.7F},
                                           {'H', 'P', 0.7F},
                                           {'H', 'K', 0.7F}}};

char sound_of_letter(char letter, char next, bool first) {
  switch (letter) {
    case 'b':
    case 'p': return 'P';
    case 'f':
    case 'v': return 'F';
    case 't':
    case 'd': return 'T';
    case 's':
    case 'z':
    case 'j': return 'S';
    case 'c': return next == 'e' || next == 'i' || next == 'y' ? 'S' : 'K';
    case 'k':
    case 'g':
    case 'q': return 'K';
    case 'm':
    case 'n': return 'N';
    case 'l': return 'L';
    case 'r': return 'R';
    case 'h': return 'H';
    case 'w': return first ? 'W' : 'V';
    case 'y': return first ? 'Y' : 'V';
    default: return 'V';
  }
}

void append(std::string& sounds, std::string_view more) {
  for (const char sound : more) {
    if (sounds.empty() || sounds.back() != sound) sounds += sound;  // doubled letters, and the same sound across words
  }
}

void append_word(std::string& sounds, std::string_view word) {
  if (word.size() > 3 && word.back() == 'e') word.remove_suffix(1);
  for (std::size_t at = 0; at < word.size();) {
    const auto* spelled = std::find_if(kSpellings.begin(), kSpellings.end(), [&](const Spelling& spelling) {
      const bool begins = spelling.letters.front() == '^';
      return (!begins || at == 0) && word.substr(at).starts_with(spelling.letters.substr(begins ? 1 : 0));
    });
    if (spelled != kSpellings.end()) {
      append(sounds, spelled->sounds);
      at += spelled->letters.size() - (spelled->letters.front() == '^' ? 1 : 0);
    } else {
      const char sound = sound_of_letter(word[at], at + 1 < word.size() ? word[at + 1] : ' ', at == 0);
      append(sounds, std::string_view(&sound, 1));
      ++at;
    }
  }
}

/// Of a sound too many or too few.
float cost_of(char sound) {
  switch (sound) {
    case 'V': return 0.4F;
    case 'H':
    case 'Y': return 0.5F;
    case 'R': return 0.6F;
    default: return 1.0F;
  }
}

float cost_of(char a, char b) {
  if (a == b) return 0.0F;
  const auto* alike =
      std::find_if(kAlike.begin(), kAlike.end(), [&](const Likeness& pair) { return (pair.a == a && pair.b == b) || (pair.a == b && pair.b == a); });
  return alike == kAlike.end() ? 1.0F : alike->cost;
}

float weight_of(std::string_view sounds) {
  float weight = 0;
  for (const char sound : sounds) weight += cost_of(sound);
  return weight;
}

}  // namespace

std::string sound_of(std::string_view text) {
  std::string sounds, word;
  for (const char c : text) {
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (c != '\'') {
      append_word(sounds, std::exchange(word, {}));
    }
  }
  append_word(sounds, word);
  return sounds;
}

float sound_distance(std::string_view a, std::string_view b) {
  std::vector<float> row(b.size() + 1);
  for (std::size_t j = 0; j < b.size(); ++j) row[j + 1] = row[j] + cost_of(b[j]);
  for (const char sound : a) {
    float before = std::exchange(row[0], row[0] + cost_of(sound));
    for (std::size_t j = 0; j < b.size(); ++j) {
      const float best = std::min({before + cost_of(sound, b[j]), row[j + 1] + cost_of(sound), row[j] + cost_of(b[j])});
      before = std::exchange(row[j + 1], best);
    }
  }
  return row.back() / std::max({weight_of(a), weight_of(b), 0.1F});
}

}  // namespace codevoice::voice
