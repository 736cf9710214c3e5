#include "voice/reply_writer.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <cctype>
#include <utility>

#include "base/log.hpp"
#include "llm/context_budget.hpp"
#include "voice/wording.hpp"

namespace codevoice::voice {
namespace {

using asio::experimental::awaitable_operators::operator||;

/// Adds what a stream used, however it ends.
class Counted {
 public:
  Counted(const llm::ChatStream& stream, llm::ChatUsage& sum) : stream_(stream), sum_(sum) {}
  ~Counted() {
    const auto used = stream_.usage();
    sum_.prompt_tokens += used.prompt_tokens;
    sum_.completion_tokens += used.completion_tokens;
  }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  const llm::ChatStream& stream_;
  llm::ChatUsage& sum_;
};

Awaitable<void> until_abandoned(Draft& draft) {
  while (!draft.abandoned()) co_await draft.changed().wait();
}

}  // namespace

bool same_words(std::string_view a, std::string_view b) {
  const auto next = [](std::string_view& text) -> int {
    while (!text.empty()) {
      const auto c = static_cast<unsigned char>(text.front());
      text.remove_prefix(1);
      if (std::isalnum(c) != 0) return std::tolower(c);
      if (c >= 0x80U) return c;
    }
    return -1;
  };
  while (true) {
    const int left = next(a), right = next(b);
    if (left != right) return false;
    if (left < 0) return true;
  }
}

void ReplyWriter::start(pipeline::StageContext context) { context_ = context; }

std::shared_ptr<Draft> ReplyWriter::speculate(interview::Brief brief, const std::string& answer) {
  if (ahead_ && same_words(ahead_->answer(), answer)) return nullptr;
  forget();
  ahead_ = begin(std::move(brief), answer);
  return ahead_;
}

std::shared_ptr<Draft> ReplyWriter::write(interview::Brief brief, const std::string& answer) {
  auto ahead = std::exchange(ahead_, nullptr);
  if (ahead && !ahead->error() && same_words(ahead->answer(), answer)) {
    ++taken_over_;
    return ahead;
  }
  if (ahead) ahead->abandon();
  return begin(std::move(brief), answer);
}

void ReplyWriter::forget() {
  if (const auto ahead = std::exchange(ahead_, nullptr)) ahead->abandon();
}

std::shared_ptr<Draft> ReplyWriter::begin(interview::Brief brief, std::string answer) {
  auto draft = std::make_shared<Draft>(context_.tasks->executor(), std::move(brief), std::move(answer));
  auto request = request_for(*draft);
  context_.tasks->spawn("write reply", fill(draft, std::move(request)));
  return draft;
}

llm::ChatRequest ReplyWriter::request_for(const Draft& draft) const {
  llm::ChatRequest request;
  request.max_tokens = config_.max_tokens;
  request.temperature = config_.temperature;
  for (const auto& message : context_messages_) request.messages.push_back({message.role, message.content});
  const bool is_said =
      !request.messages.empty() && request.messages.back().role == "user" && request.messages.back().content.ends_with(draft.answer());
  if (!draft.answer().empty() && !is_said) request.messages.push_back({"user", draft.answer()});
  request.messages.push_back({"system", instruction_for(draft.brief())});
  request.messages = llm::within_budget(std::move(request.messages), config_.context_tokens);
  return request;
}

Awaitable<void> ReplyWriter::fill(std::shared_ptr<Draft> draft, llm::ChatRequest request) {
  const auto result = co_await (listen(*draft, std::move(request)) || until_abandoned(*draft));
  std::optional<Error> error;
  if (result.index() == 1) error = Error{ErrorKind::Cancelled, "not wanted any more"};
  if (result.index() == 0 && !std::get<0>(result)) error = std::get<0>(result).error();
  draft->end(std::move(error));
}

Awaitable<Result<void>> ReplyWriter::listen(Draft& draft, llm::ChatRequest request) {
  const auto asked = context_.now();
  const auto stream = co_await model_.ask(std::move(request));
  if (!stream) co_return tl::unexpected(stream.error());
  const Counted counted(**stream, usage_);
  bool first = true;
  while (true) {
    const auto piece = co_await (*stream)->next();
    if (!piece) co_return tl::unexpected(piece.error());
    if (!*piece) break;
    if (std::exchange(first, false)) log::info("llm.first_token", {{"model", model_.name()}, {"ms", (context_.now() - asked) / milliseconds{1}}});
    draft.feed(**piece, context_.now());
  }
  const auto usage = (*stream)->usage();
  log::info("llm.answered", {{"model", model_.name()},
                             {"ms", (context_.now() - asked) / milliseconds{1}},
                             {"prompt_tokens", usage.prompt_tokens},
                             {"completion_tokens", usage.completion_tokens}});
  co_return Result<void>();
}

}  // namespace codevoice::voice
