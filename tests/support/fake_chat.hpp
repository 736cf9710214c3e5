// A language model of a script: what it says, piece by piece, and when, on the test's clock.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "llm/chat_model.hpp"
#include "support/fake_clock.hpp"

namespace codevoice::test {

class FakeChat final : public llm::ChatModel {
 public:
  explicit FakeChat(FakeClock& clock) : clock_(clock) {}

  std::string name() const override { return "fake"; }
  Awaitable<Result<std::unique_ptr<llm::ChatStream>>> ask(llm::ChatRequest request) override {
    asked.push_back(request);
    if (refusal) co_return tl::unexpected(*refusal);
    if (says) pieces = says(request);
    co_return std::make_unique<Stream>(*this);
  }
  Awaitable<void> warm_up() override { co_return; }

  std::vector<std::string> pieces{"POINTS: none\n", "Thank ", "you. "};
  std::function<std::vector<std::string>(const llm::ChatRequest&)> says;
  std::optional<Error> refusal;
  std::optional<Error> breaks_with;  // after the pieces
  Duration first{};                  // to the first piece
  Duration between{};
  std::vector<llm::ChatRequest> asked;
  int dropped = 0;  // streams that ended before their end

 private:
  class Stream final : public llm::ChatStream {
   public:
    explicit Stream(FakeChat& chat) : chat_(chat), pieces_(chat.pieces) {}
    ~Stream() override { chat_.dropped += over_ ? 0 : 1; }
    Awaitable<Result<std::optional<std::string>>> next() override {
      co_await chat_.clock_.sleep_for(at_ == 0 ? chat_.first : chat_.between);
      if (at_ < pieces_.size()) co_return pieces_[at_++];
      over_ = true;
      if (chat_.breaks_with) co_return tl::unexpected(*chat_.breaks_with);
      co_return std::nullopt;
    }
    llm::ChatUsage usage() const override { return {10, at_, false}; }

   private:
    FakeChat& chat_;
    std::vector<std::string> pieces_;
    std::size_t at_ = 0;
    bool over_ = false;
  };
  FakeClock& clock_;
};

}  // namespace codevoice::test
