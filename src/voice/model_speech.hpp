// What a language model says, piece by piece, to sentences fit for a voice: markup, code, lists and emoji stay behind (R25). The first
// line may be a head for us, "POINTS: 1, 3": the numbers of the key points it takes as covered.
// Thread: pure. Errors: none; whatever it says, sentences are bounded.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace codevoice::voice {

class ModelSpeech {
 public:
  void feed(std::string_view piece);
  /// The end: what is left is a sentence, too.
  void finish();

  /// The next whole sentence.
  std::optional<std::string> next();
  bool empty() const { return sentences_.empty(); }
  const std::string* front() const { return sentences_.empty() ? nullptr : &sentences_.front(); }
  /// Known once the head was read, or what came shows that there is none.
  bool head_known() const { return head_known_; }
  /// Numbers as given (from 1), empty for "none"; nothing when there was no head.
  const std::optional<std::vector<std::size_t>>& points() const { return points_; }

 private:
  void take(char c);
  void read_head();
  void end_sentence();

  std::string raw_;  // before the head is known
  bool head_known_ = false;
  std::optional<std::vector<std::size_t>> points_;
  std::string sentence_;
  std::string backticks_;
  bool in_code_ = false;  // between fences
  bool may_end_ = false;  // a full stop came: a space makes it an end
  std::deque<std::string> sentences_;
};

}  // namespace codevoice::voice
