// What was said in an interview as files that people read, and players show beside the sound.
// Thread: pure.
#pragma once

#include <string>

#include "base/result.hpp"
#include "store/records.hpp"

namespace codevoice::http {

enum class TranscriptFormat : std::uint8_t { Text, Markdown, Json, WebVtt, Srt };
Result<TranscriptFormat> transcript_format_of(std::string_view name);  // "txt", "md", "json", "vtt", "srt"
std::string_view media_type_of(TranscriptFormat format) noexcept;

/// Times count from the interview's beginning. WebVTT and SRT hold what was spoken; the others also what happened ("the candidate left").
std::string write_transcript(TranscriptFormat format, const store::SessionDetail& interview);

}  // namespace codevoice::http
