#include "turns/parts.hpp"

#include <array>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "voice/impression.hpp"
#include "voice/sentence_end.hpp"

namespace codevoice::bench {
namespace {

constexpr std::size_t kTold = 2;  // asks of which the model's impression is kept

struct Pitch {
  const char* name;
  float voice::Prosody::*value;
};
constexpr std::array kPitches{Pitch{"end", &voice::Prosody::end},
                              Pitch{"end_in_range", &voice::Prosody::end_in_range},
                              Pitch{"slope", &voice::Prosody::slope},
                              Pitch{"long_slope", &voice::Prosody::long_slope},
                              Pitch{"fall", &voice::Prosody::fall},
                              Pitch{"rise", &voice::Prosody::rise},
                              Pitch{"last_second", &voice::Prosody::last_second},
                              Pitch{"range", &voice::Prosody::range}};

void write_impressions(const std::vector<LabelledPause>& pauses, const std::string& path) {
  std::ofstream out(path, std::ios::binary);
  const std::vector<float> none(pauses.empty() ? 0 : pauses.front().impression.at(0).size());
  for (const auto& pause : pauses) {
    for (std::size_t i = 0; i < kTold; ++i) {
      const auto& some = i < pause.impression.size() ? pause.impression[i] : none;
      out.write(reinterpret_cast<const char*>(some.data()), static_cast<std::streamsize>(some.size() * sizeof(float)));
    }
  }
}

void read_impressions(std::vector<LabelledPause>& pauses, const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::vector<float> some(voice::impression_weights().weights.size());
  for (auto& pause : pauses) {
    for (std::size_t i = 0; i < kTold; ++i) {
      in.read(reinterpret_cast<char*>(some.data()), static_cast<std::streamsize>(some.size() * sizeof(float)));
      if (!in) throw std::runtime_error(path + " is too short");
      if (i < pause.probability.size()) pause.impression.push_back(some);
    }
  }
}

void write_signs(std::ostream& out, const LabelledPause& pause) {
  for (std::size_t i = 0; i < kAskedAt.size(); ++i) out << '\t' << (i < pause.probability.size() ? pause.probability[i] : -1.0F);
  const auto rated = rated_impressions(pause);
  for (std::size_t i = 0; i < kTold; ++i) out << '\t' << (i < rated.size() ? rated[i] : 0.0F);
  const auto signs = voice::signs_of(pause.text);
  out << '\t' << signs.rule << '\t' << signs.words << '\t' << signs.last_sentence << '\t' << signs.sentences << '\t' << signs.comma << '\t'
      << signs.trailing << '\t' << signs.question << '\t' << pause.voice.has_value();
  const auto voice = pause.voice.value_or(voice::Prosody{});
  for (const auto& pitch : kPitches) out << '\t' << voice.*pitch.value;
}

/// A line's fields by the names in the first.
class Row {
 public:
  Row(const std::vector<std::string>& names, const std::string& line) {
    std::istringstream stream(line);
    std::string field;
    for (std::size_t i = 0; i < names.size() && std::getline(stream, field, '\t'); ++i) fields_[names[i]] = field;
  }
  const std::string& text(const std::string& name) { return fields_[name]; }
  float number(const std::string& name) { return std::stof(fields_.at(name)); }
  int whole(const std::string& name) { return std::stoi(fields_.at(name)); }

 private:
  std::map<std::string, std::string> fields_;
};

LabelledPause pause_of(Row row) {
  LabelledPause pause;
  pause.split = row.text("split");
  pause.speaker = row.text("speaker");
  pause.kind = row.text("kind");
  pause.question = row.text("question_id");
  pause.condition = row.text("condition");
  pause.finished = row.whole("finished") != 0;
  pause.length_ms = row.whole("length_ms");
  pause.spoken_ms = row.whole("spoken_ms");
  pause.text = row.text("text");
  for (const int at : kAskedAt) {
    const float probability = row.number("p" + std::to_string(at));
    if (probability >= 0.0F) pause.probability.push_back(probability);
  }
  if (row.whole("voice") == 0) return pause;
  pause.voice.emplace();
  for (const auto& pitch : kPitches) (*pause.voice).*pitch.value = row.number(pitch.name);
  return pause;
}

}  // namespace

std::vector<float> rated_impressions(const LabelledPause& pause) {
  std::vector<float> rated;
  for (const auto& some : pause.impression) rated.push_back(voice::impression_weights().rate(some).value_or(0.0F));
  return rated;
}

void write_parts(const std::vector<LabelledPause>& pauses, const std::string& path) {
  std::ofstream out(path);
  out << "split\tspeaker\tkind\tquestion_id\tcondition\tfinished\tlength_ms\tspoken_ms";
  for (const int at : kAskedAt) out << "\tp" << at;
  for (std::size_t i = 0; i < kTold; ++i) out << "\ti" << kAskedAt[i];
  out << "\trule\twords\tlast_sentence\tsentences\tcomma\ttrailing\tquestion\tvoice";
  for (const auto& pitch : kPitches) out << '\t' << pitch.name;
  out << "\ttext\n";
  for (const auto& pause : pauses) {
    out << pause.split << '\t' << pause.speaker << '\t' << pause.kind << '\t' << pause.question << '\t' << pause.condition << '\t' << pause.finished
        << '\t' << pause.length_ms << '\t' << pause.spoken_ms;
    write_signs(out, pause);
    out << '\t' << pause.text << '\n';
  }
  write_impressions(pauses, path + ".impressions");
}

std::vector<LabelledPause> read_parts(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line)) throw std::runtime_error("there is nothing in " + path);
  std::vector<std::string> names;
  std::istringstream heading(line);
  for (std::string name; std::getline(heading, name, '\t');) names.push_back(name);
  std::vector<LabelledPause> pauses;
  while (std::getline(in, line)) pauses.push_back(pause_of(Row(names, line)));
  read_impressions(pauses, path + ".impressions");
  return pauses;
}

}  // namespace codevoice::bench
