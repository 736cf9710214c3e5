// Local models that stand in when a service fails: loaded when they are first needed, or before by warm(), never twice.
// Ownership: as the models they make. Thread: any; who comes first loads (a second), others wait for it.
// Errors:    a model that cannot be loaded says so at every call.
#pragma once

#include <utility>

#include "speech/clause_voice.hpp"
#include "speech/lazy.hpp"
#include "speech/transcriber.hpp"

namespace codevoice::speech {

class LazyTranscriber final : public Transcriber {
 public:
  LazyTranscriber(std::string name, Lazy<Transcriber>::Make make) : name_(std::move(name)), model_(std::move(make)) {}
  std::string name() const override { return name_; }
  Result<std::string> transcribe(std::span<const std::int16_t> audio) override;
  void warm() const { model_.get(); }

 private:
  std::string name_;
  Lazy<Transcriber> model_;
};

class LazyVoice final : public ClauseVoice {
 public:
  /// `rate_hz` is the model's: who asks for it must not wait for the model.
  LazyVoice(std::string name, std::uint32_t rate_hz, Lazy<ClauseVoice>::Make make)
      : name_(std::move(name)), rate_hz_(rate_hz), model_(std::move(make)) {}
  std::string name() const override { return name_; }
  std::uint32_t rate_hz() const override { return rate_hz_; }
  Result<audio::Pcm> synthesize(const std::string& clause) override;
  std::vector<std::size_t> phonemes_in(const std::vector<std::string>& words) override;
  void warm() const { model_.get(); }

 private:
  std::string name_;
  std::uint32_t rate_hz_;
  Lazy<ClauseVoice> model_;
};

}  // namespace codevoice::speech
