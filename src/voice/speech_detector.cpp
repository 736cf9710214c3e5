#include "voice/speech_detector.hpp"

namespace codevoice::voice {

std::optional<SpeechMark> SpeechDetector::feed(float probability, MediaTime begin, Duration length) {
  if (speaking_) return feed_speaking(probability, begin + length);
  auto mark = feed_quiet(probability, begin);
  if (mark) speech_end_ = begin + length;
  return mark;
}

std::optional<SpeechMark> SpeechDetector::feed_quiet(float probability, MediaTime begin) {
  if (probability <= config_.start_above) {
    loud_windows_ = 0;
    return std::nullopt;
  }
  if (loud_windows_ == 0) first_loud_ = begin;
  if (++loud_windows_ < config_.start_windows) return std::nullopt;
  loud_windows_ = 0;
  speaking_ = true;
  return SpeechMark{SpeechMark::Kind::Started, first_loud_};
}

std::optional<SpeechMark> SpeechDetector::feed_speaking(float probability, MediaTime end) {
  if (probability >= config_.stop_below) {
    speech_end_ = end;
    return std::nullopt;
  }
  if (end - speech_end_ < config_.stop) return std::nullopt;
  return cut();
}

std::optional<SpeechMark> SpeechDetector::cut() {
  loud_windows_ = 0;
  if (!speaking_) return std::nullopt;
  speaking_ = false;
  return SpeechMark{SpeechMark::Kind::Stopped, speech_end_};
}

}  // namespace codevoice::voice
