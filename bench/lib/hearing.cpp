#include "lib/hearing.hpp"

#include <random>
#include <stdexcept>

#include "audio/opus_decoder.hpp"
#include "audio/opus_encoder.hpp"
#include "audio/resampler.hpp"
#include "voice/speech_detector.hpp"

namespace codevoice::bench {

using namespace std::chrono_literals;

/// What a browser sends and the product decodes, with a quiet room before and after.
audio::Pcm over_opus(audio::PcmView mono, std::uint32_t rate_hz) {
  auto at_48k = must(audio::resample(mono, rate_hz, audio::kOpusRateHz));
  at_48k.insert(at_48k.begin(), audio::kOpusRateHz / 2, 0);
  at_48k.resize((at_48k.size() + audio::kOpusRateHz / 2) / audio::kOpusFrame * audio::kOpusFrame);
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0.0, 6.0);  // about -75 dBFS
  for (auto& sample : at_48k) sample = audio::to_sample(sample + noise(random));
  // as a desktop browser sends on a network that loses nothing
  auto encoder = must(audio::OpusEncoder::create({.complexity = 9, .expected_loss_percent = 0}));
  auto decoder = must(audio::OpusDecoder::create(audio::kSpeechRateHz));
  audio::Pcm out(at_48k.size() / 3);
  for (std::size_t at = 0; at < at_48k.size(); at += audio::kOpusFrame) {
    const auto packet = must(encoder.encode(audio::PcmView(at_48k).subspan(at, audio::kOpusFrame)));
    must(decoder.decode(packet, std::span(out).subspan(at / 3, kHeardFrame)));
  }
  return out;
}

namespace {

void mark_all(speech::VadStream& vad, audio::PcmView pcm, std::vector<bool>& speech) {
  voice::SpeechDetector detector{voice::VadConfig{}};
  for (std::size_t at = 0; at + speech::kVadWindow <= pcm.size(); at += speech::kVadWindow) {
    const auto probability = must(vad.probability(pcm.subspan(at).first<speech::kVadWindow>()));
    detector.feed(probability, audio::duration_of(at, audio::kSpeechRateHz), 32ms);
    const auto end = std::min(speech.size(), (at + speech::kVadWindow) / kHeardFrame);
    for (auto frame = at / kHeardFrame; frame < end; ++frame) speech[frame] = detector.speaking();
  }
}

}  // namespace

std::vector<bool> speech_marks(speech::VadModel& vad, audio::PcmView at_16k) {
  std::vector<bool> speech(at_16k.size() / kHeardFrame);
  const auto stream = vad.open_stream();
  mark_all(*stream, at_16k, speech);
  return speech;
}

}  // namespace codevoice::bench
