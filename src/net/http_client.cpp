#include "net/http_client.hpp"

#include <algorithm>
#include <list>

#include "net/http_link.hpp"

namespace codevoice::net {

struct HttpClient::Kept {
  struct Idle {
    std::string origin;
    std::unique_ptr<HttpLink> link;
    TimePoint since;
  };

  std::unique_ptr<HttpLink> take(const std::string& origin) {
    drop_old();
    const auto found = std::find_if(idle.begin(), idle.end(), [&](const Idle& one) { return one.origin == origin; });
    if (found == idle.end()) return nullptr;
    auto link = std::move(found->link);
    idle.erase(found);
    return link->stale() ? take(origin) : std::move(link);
  }
  void keep(std::string origin, std::unique_ptr<HttpLink> link) {
    drop_old();
    idle.push_front(Idle{std::move(origin), std::move(link), std::chrono::steady_clock::now()});
    if (idle.size() > config.max_idle) idle.pop_back();
  }
  void drop_old() {
    const auto oldest = std::chrono::steady_clock::now() - config.idle_time;
    std::erase_if(idle, [&](const Idle& one) { return one.since < oldest; });
  }

  HttpClientConfig config;
  std::list<Idle> idle;  // the newest first
};

namespace {

std::string origin_of(const Url& url) { return (url.is_tls ? "https://" : "http://") + url.authority(); }

/// Gives its connection back when it was read to its end.
template <class KeptLinks>
class KeptAnswer final : public HttpAnswer {
 public:
  KeptAnswer(std::weak_ptr<KeptLinks> kept, std::string origin, std::unique_ptr<HttpLink> link)
      : kept_(std::move(kept)), origin_(std::move(origin)), link_(std::move(link)), status_(link_->status()) {}

  unsigned status() const override { return status_; }
  std::string header(std::string_view name) const override { return link_ ? link_->header(name) : std::string(); }

  Awaitable<Result<std::optional<std::string>>> read(std::chrono::milliseconds limit) override {
    if (failed_) co_return fail(ErrorKind::Unavailable, "the answer was cut off");
    if (!link_) co_return std::nullopt;
    auto piece = co_await link_->read_some(std::chrono::steady_clock::now() + limit);
    if (!piece) {
      failed_ = true;
      link_.reset();
    } else if (!*piece) {
      give_back();
    }
    co_return piece;
  }

 private:
  void give_back() {
    auto link = std::move(link_);
    const auto kept = kept_.lock();
    if (kept && link->reusable()) kept->keep(std::move(origin_), std::move(link));
  }

  std::weak_ptr<KeptLinks> kept_;
  std::string origin_;
  std::unique_ptr<HttpLink> link_;
  unsigned status_;
  bool failed_ = false;
};

}  // namespace

HttpClient::HttpClient(HttpClientConfig config) : kept_(std::make_shared<Kept>()) { kept_->config = config; }
HttpClient::~HttpClient() = default;

std::size_t HttpClient::idle() const { return kept_->idle.size(); }

Awaitable<Result<std::unique_ptr<HttpAnswer>>> HttpClient::try_open(std::unique_ptr<HttpLink> link, const ClientRequest& request, const Url& url,
                                                                    TimePoint deadline) {
  const auto asked = co_await link->ask(to_beast(request, url, AfterAnswer::Keep), deadline);
  if (!asked) co_return tl::unexpected(asked.error());
  co_return std::make_unique<KeptAnswer<Kept>>(kept_, origin_of(url), std::move(link));
}

Awaitable<Result<std::unique_ptr<HttpAnswer>>> HttpClient::open(ClientRequest request) {
  const auto url = parse_url(request.url);
  if (!url) co_return tl::unexpected(url.error());
  const TimePoint deadline = std::chrono::steady_clock::now() + request.timeout;
  if (auto kept = kept_->take(origin_of(*url))) {
    auto answer = co_await try_open(std::move(kept), request, *url, deadline);
    // closed by the server while it waited
    if (answer || answer.error().kind != ErrorKind::Unavailable) co_return answer;
  }
  auto link = co_await connect_link(*url, deadline);
  if (!link) co_return tl::unexpected(link.error());
  ++connected_;
  co_return co_await try_open(std::move(*link), request, *url, deadline);
}

Awaitable<Result<void>> HttpClient::connect(std::string url_text, std::chrono::milliseconds timeout) {
  const auto url = parse_url(url_text);
  if (!url) co_return tl::unexpected(url.error());
  auto link = co_await connect_link(*url, std::chrono::steady_clock::now() + timeout);
  if (!link) co_return tl::unexpected(link.error());
  ++connected_;
  kept_->keep(origin_of(*url), std::move(*link));
  co_return Result<void>();
}

Awaitable<Result<std::string>> read_all(HttpAnswer& answer, std::size_t most, std::chrono::milliseconds limit) {
  std::string whole;
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const auto wait = std::max<std::chrono::milliseconds>(left, std::chrono::milliseconds::zero());
    auto piece = co_await answer.read(wait);
    if (!piece) co_return tl::unexpected(piece.error());
    if (!*piece) co_return whole;
    whole += **piece;
    if (whole.size() > most) co_return fail(ErrorKind::Protocol, "the answer is larger than " + std::to_string(most) + " bytes");
  }
}

}  // namespace codevoice::net
