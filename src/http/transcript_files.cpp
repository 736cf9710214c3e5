#include "http/transcript_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "http/api_values.hpp"

namespace codevoice::http {
namespace {

namespace json = boost::json;

constexpr std::int64_t kLeastShown = 1'000'000;  // a caption that is gone before it is read helps nobody

constexpr std::array<std::pair<std::string_view, TranscriptFormat>, 5> kFormats = {{{"txt", TranscriptFormat::Text},
                                                                                    {"md", TranscriptFormat::Markdown},
                                                                                    {"json", TranscriptFormat::Json},
                                                                                    {"vtt", TranscriptFormat::WebVtt},
                                                                                    {"srt", TranscriptFormat::Srt}}};

/// Microseconds from the beginning, as hours, minutes, seconds and milliseconds with that sign between.
std::string clock_text(std::int64_t at_us, char sign) {
  const auto ms = std::max<std::int64_t>(0, at_us) / 1000;
  return fmt::format("{:02}:{:02}:{:02}{}{:03}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60, sign, ms % 1000);
}

std::string short_clock(std::int64_t at_us) { return clock_text(at_us, '.').substr(0, 8); }

std::string_view name_of_speaker(store::Speaker speaker) {
  if (speaker == store::Speaker::Interviewer) return "Interviewer";
  return speaker == store::Speaker::Candidate ? "Candidate" : "Note";
}

/// One line, with nothing that the format would take for its own.
std::string one_line(std::string_view text, std::string_view taken) {
  std::string line;
  for (const char c : text) {
    if (taken.find(c) != std::string_view::npos) line += '\\';
    line += c == '\n' || c == '\r' ? ' ' : c;
  }
  return line;
}

std::string for_captions(std::string_view text) {
  std::string line;
  for (const char c : text) {
    if (c == '&') {
      line += "&amp;";
    } else if (c == '<') {
      line += "&lt;";
    } else if (c == '>') {
      line += "&gt;";
    } else {
      line += c == '\n' || c == '\r' ? ' ' : c;
    }
  }
  return line;
}

std::string cut_mark(const store::Utterance& line) { return line.interrupted ? " [interrupted]" : ""; }

std::string as_text(const store::SessionDetail& interview) {
  std::string text;
  for (const auto& line : interview.utterances) {
    text += fmt::format("[{}] {}: {}{}\n", short_clock(line.begin_us - interview.session.started_at), name_of_speaker(line.speaker),
                        one_line(line.text, ""), cut_mark(line));
  }
  return text;
}

std::string as_markdown(const store::SessionDetail& interview) {
  auto text = fmt::format("# Interview\n\n{}, {}\n\n", time_text(interview.session.started_at), store::name_of(interview.session.status));
  for (const auto& line : interview.utterances) {
    const auto words = one_line(line.text, "\\`*_[]<>#");
    const auto at = short_clock(line.begin_us - interview.session.started_at);
    text += line.speaker == store::Speaker::System ? fmt::format("*{}: {}*\n\n", at, words)
                                                   : fmt::format("**{}** ({}): {}{}\n\n", name_of_speaker(line.speaker), at, words, cut_mark(line));
  }
  return text;
}

std::string as_json(const store::SessionDetail& interview) {
  json::array lines;
  for (const auto& line : interview.utterances) {
    lines.push_back(json::object{{"begin_ms", (line.begin_us - interview.session.started_at) / 1000},
                                 {"end_ms", (line.end_us - interview.session.started_at) / 1000},
                                 {"speaker", store::name_of(line.speaker)},
                                 {"text", line.text},
                                 {"interrupted", line.interrupted}});
  }
  return json::serialize(json::object{
             {"interview", interview.session.id}, {"started_at", time_text(interview.session.started_at)}, {"lines", std::move(lines)}}) +
         "\n";
}

std::string as_captions(const store::SessionDetail& interview, TranscriptFormat format) {
  const char sign = format == TranscriptFormat::WebVtt ? '.' : ',';
  std::string text = format == TranscriptFormat::WebVtt ? "WEBVTT\n\n" : "";
  int number = 0;
  for (const auto& line : interview.utterances) {
    if (line.speaker == store::Speaker::System || line.text.empty()) continue;
    const auto begin = line.begin_us - interview.session.started_at;
    const auto end = std::max(line.end_us - interview.session.started_at, std::max<std::int64_t>(0, begin) + kLeastShown);
    text += fmt::format("{}\n{} --> {}\n", ++number, clock_text(begin, sign), clock_text(end, sign));
    text += format == TranscriptFormat::WebVtt ? fmt::format("<v {}>{}\n\n", name_of_speaker(line.speaker), for_captions(line.text))
                                               : fmt::format("{}: {}\n\n", name_of_speaker(line.speaker), one_line(line.text, ""));
  }
  return text;
}

}  // namespace

Result<TranscriptFormat> transcript_format_of(std::string_view name) {
  for (const auto& [known, format] : kFormats) {
    if (known == name) return format;
  }
  return fail(ErrorKind::Invalid, "'" + std::string(name) + "' is no format: txt, md, json, vtt or srt is wanted");
}

std::string_view media_type_of(TranscriptFormat format) noexcept {
  switch (format) {
    case TranscriptFormat::Text: return "text/plain; charset=utf-8";
    case TranscriptFormat::Markdown: return "text/markdown; charset=utf-8";
    case TranscriptFormat::Json: return "application/json";
    case TranscriptFormat::WebVtt: return "text/vtt; charset=utf-8";
    case TranscriptFormat::Srt: return "application/x-subrip; charset=utf-8";
  }
  return "text/plain";
}

std::string write_transcript(TranscriptFormat format, const store::SessionDetail& interview) {
  switch (format) {
    case TranscriptFormat::Text: return as_text(interview);
    case TranscriptFormat::Markdown: return as_markdown(interview);
    case TranscriptFormat::Json: return as_json(interview);
    case TranscriptFormat::WebVtt:
    case TranscriptFormat::Srt: return as_captions(interview, format);
  }
  return {};
}

}  // namespace codevoice::http
