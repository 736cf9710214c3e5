// What an emulated recogniser hears: the words of a script, placed by the loudness of the audio. Audio that a client sends again after
// a lost connection is recognised by its samples and gives the same words, so that lost or doubled words show. Where it was encoded with
// losses it is recognised by its likeness: the wave of another encoding is nearly the same.
// Units:     16-bit little-endian PCM; times in seconds of the stream. Ownership: the memory outlives the ear.
// Thread:    the server's executor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace codevoice::emulators {

struct EarConfig {
  std::string transcript = "it was the best of times it was the worst of times";
  double words_per_s = 3.3;
  double loud_rms = 0.003;
  double min_speech_s = 0.06;
};

struct HeardWord {
  std::string text;
  double start = 0;
  double end = 0;
};

struct EarAudio {
  std::uint32_t rate_hz = 16'000;
  unsigned channels = 1;
  bool lossy = false;  // comes from a decoder
};

/// Where one speaker is in the script, over all connections.
struct EarMemory {
  std::int64_t position = 0;                              // in thousandths of a word
  std::unordered_map<std::uint64_t, std::int64_t> heard;  // loud frames, by their samples
  struct Rough {
    std::string pcm;
    std::int64_t position = 0;
  };
  std::vector<Rough> rough;  // loud frames that came from a decoder, in order
};

/// Words of the script that have begun.
std::int64_t words_begun(const EarMemory& memory);

class ScriptedEar {
 public:
  ScriptedEar(const EarConfig& config, EarMemory& memory, const EarAudio& audio);

  /// Takes the next 10 ms from `pcm` and advances; false when there is less.
  bool hear(std::string& pcm);

  double now() const { return now_; }
  bool speaking() const { return speaking_; }
  bool started() const { return started_; }    // with the newest frame
  double begin() const { return begin_; }      // of the speech
  double silence() const { return silence_; }  // since the last loud frame
  double speech_end() const { return now_ - silence_; }
  const std::vector<HeardWord>& words() const { return words_; }  // of the open stretch of speech
  /// The stretch is over, or is cut here: forgets its words.
  void close_stretch();

 private:
  void loud_frame(std::string_view frame);
  /// Where in the script this frame was heard before.
  std::optional<std::int64_t> known(std::string_view frame);
  std::optional<std::int64_t> known_roughly(std::string_view frame);
  void remember(std::string_view frame);
  void quiet_frame();

  EarConfig config_;
  std::vector<std::string> script_;
  EarMemory& memory_;
  std::size_t frame_bytes_;
  bool lossy_;
  std::size_t next_rough_ = 0;  // what follows the frame recognised last
  double now_ = 0;
  double begin_ = 0;
  double closed_at_ = 0;  // the last stretch
  double silence_ = 0;
  double loud_ = 0;
  std::int64_t burst_position_ = 0;
  bool speaking_ = false;
  bool started_ = false;
  bool replaying_ = true;
  std::vector<HeardWord> words_;
};

std::vector<std::string> split_words(std::string_view text);

}  // namespace codevoice::emulators
