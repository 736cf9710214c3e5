#include "http/live_hub.hpp"

#include <boost/asio/post.hpp>
#include <boost/json.hpp>

#include "http/api_values.hpp"

namespace codevoice::http {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr std::size_t kKept = 500;
constexpr auto kKeptAfterEnd = 15min;

}  // namespace

void LiveHub::send(const std::weak_ptr<Watcher>& watcher, std::shared_ptr<const std::string> text) {
  const auto there = watcher.lock();
  if (!there) return;
  asio::post(there->executor, [watcher, text = std::move(text)] {
    if (const auto still = watcher.lock()) still->take(*text);
  });
}

void LiveHub::forget_old(TimePoint now) {
  std::erase_if(feeds_, [&](const auto& entry) { return entry.second.ended && now - *entry.second.ended > kKeptAfterEnd; });
}

void LiveHub::on_event(const std::string& interview, session::LiveEvent event) {
  const std::scoped_lock lock(mutex_);
  auto& feed = feeds_[interview];
  event.data["id"] = feed.next_id;
  event.data["type"] = event.type;
  event.data["at"] = time_text(clock_.wall_us());
  auto text = std::make_shared<const std::string>(json::serialize(event.data));
  feed.events.push_back({feed.next_id++, text});
  if (feed.events.size() > kKept) feed.events.pop_front();
  std::erase_if(feed.watchers, [](const auto& watcher) { return watcher.expired(); });
  for (const auto& watcher : feed.watchers) send(watcher, text);
  if (event.type == "started") feed.ended.reset();
  if (event.type != "ended") return;
  feed.ended = clock_.now();
  forget_old(clock_.now());
}

void LiveHub::watch(const std::string& interview, std::uint64_t last_id, const std::shared_ptr<Watcher>& watcher) {
  const std::scoped_lock lock(mutex_);
  auto& feed = feeds_[interview];
  if (feed.events.empty() && !feed.ended) feed.ended = clock_.now();  // nothing has come yet: forgotten when nothing does
  const auto first = feed.events.empty() ? feed.next_id : feed.events.front().id;
  if (last_id + 1 < first || last_id >= feed.next_id) {  // gone, or of a process before this one
    send(watcher, std::make_shared<const std::string>(json::serialize(json::object{{"type", "gap"}, {"first_id", first}})));
  }
  const bool is_known = last_id < feed.next_id;
  for (const auto& event : feed.events) {
    if (!is_known || event.id > last_id) send(watcher, event.text);
  }
  feed.watchers.push_back(watcher);
}

}  // namespace codevoice::http
