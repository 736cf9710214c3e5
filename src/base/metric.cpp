#include "base/metric.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>

namespace codevoice::metrics {
namespace {

struct Registry {
  std::mutex mutex;
  std::vector<const Family*> families;
};
/// Made by the first family, so it goes after the last.
Registry& registry() {
  static Registry all;
  return all;
}

/// Backslash and newline, in label values the quote too.
std::string escaped(std::string_view text, bool quotes) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || (quotes && c == '"')) out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", value);  // the shortest that reads back as the same number
}

void line(std::string& out, std::string_view name, std::string_view labels, std::string_view value) {
  out.append(name).append(labels).append(" ").append(value).append("\n");
}

}  // namespace

std::uint64_t Histogram::count() const noexcept {
  return std::accumulate(buckets_.begin(), buckets_.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const auto& bucket) { return sum + bucket.load(std::memory_order_relaxed); });
}

Family::Family(std::string_view name, std::string_view help, std::vector<Label> labels) : name_(name), help_(help), labels_(std::move(labels)) {
  auto& all = registry();
  const std::lock_guard lock(all.mutex);
  all.families.push_back(this);
}

Family::~Family() {
  auto& all = registry();
  const std::lock_guard lock(all.mutex);
  std::erase(all.families, this);
}

std::size_t Family::size() const noexcept {
  std::size_t all = 1;
  for (const auto& label : labels_) all *= label.values.size();
  return all;
}

std::size_t Family::index(std::size_t first, std::size_t second) const noexcept {
  const auto stride = labels_.size() > 1 ? labels_[1].values.size() : 1;
  return std::min(first * stride + second, size() - 1);
}

void Family::write_head(std::string& out, std::string_view type) const {
  out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name_, escaped(help_, false), name_, type);
}

void Family::write_sample(std::string& out, double value) const { line(out, name_, "", number(value)); }

std::string Family::labels_of(std::size_t series, std::string_view le) const {
  std::string inside;
  auto rest = size();
  for (const auto& label : labels_) {
    rest /= label.values.size();
    inside += fmt::format("{}{}=\"{}\"", inside.empty() ? "" : ",", label.name, escaped(label.values[series / rest % label.values.size()], true));
  }
  if (!le.empty()) inside += fmt::format("{}le=\"{}\"", inside.empty() ? "" : ",", le);
  return inside.empty() ? inside : "{" + inside + "}";
}

CounterFamily::CounterFamily(std::string_view name, std::string_view help, std::vector<Label> labels)
    : Family(name, help, std::move(labels)), series_(std::make_unique<Counter[]>(size())) {}

void CounterFamily::write(std::string& out) const {
  write_head(out, "counter");
  for (std::size_t i = 0; i < size(); ++i) line(out, name(), labels_of(i), number(series_[i].value()));
}

GaugeFamily::GaugeFamily(std::string_view name, std::string_view help, std::vector<Label> labels)
    : Family(name, help, std::move(labels)), series_(std::make_unique<Gauge[]>(size())) {}

void GaugeFamily::write(std::string& out) const {
  write_head(out, "gauge");
  for (std::size_t i = 0; i < size(); ++i) line(out, name(), labels_of(i), number(series_[i].value()));
}

HistogramFamily::HistogramFamily(std::string_view name, std::string_view help, std::span<const double> bounds, std::vector<Label> labels)
    : Family(name, help, std::move(labels)),
      bounds_(bounds.first(std::min(bounds.size(), Histogram::kMostBounds))),
      series_(std::make_unique<Histogram[]>(size())) {}

void HistogramFamily::write(std::string& out) const {
  write_head(out, "histogram");
  for (std::size_t i = 0; i < size(); ++i) {
    std::uint64_t so_far = 0;
    for (std::size_t bucket = 0; bucket <= bounds_.size(); ++bucket) {
      so_far += series_[i].in_bucket(bucket);
      const auto le = bucket < bounds_.size() ? number(bounds_[bucket]) : std::string("+Inf");
      line(out, fmt::format("{}_bucket", name()), labels_of(i, le), fmt::format("{}", so_far));
    }
    line(out, fmt::format("{}_sum", name()), labels_of(i), number(series_[i].sum()));
    line(out, fmt::format("{}_count", name()), labels_of(i), fmt::format("{}", so_far));  // the same as the last bucket, also while others count
  }
}

std::string exposition() {
  auto& all = registry();
  const std::lock_guard lock(all.mutex);
  std::sort(all.families.begin(), all.families.end(), [](const auto* a, const auto* b) { return a->name() < b->name(); });
  std::string out;
  for (const auto* family : all.families) family->write(out);
  return out;
}

}  // namespace codevoice::metrics
