#include "speech/speech_gate.hpp"

namespace codevoice::speech {

void SpeechGate::write(const AudioPiece& piece, const Pass& pass) {
  if (piece.speech) {
    for (const auto& earlier : waiting_) {
      if (earlier.at >= piece.at - before_) pass(earlier);
    }
    waiting_.clear();
    speech_end_ = piece.at;
    open_ = true;
  } else if (open_ && !held_ && piece.at - speech_end_ > after_) {
    open_ = false;
  }
  if (open_) {
    pass(piece);
  } else {
    waiting_.push_back(piece);
  }
}

}  // namespace codevoice::speech
