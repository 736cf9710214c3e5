// A figure that is kept while the program runs and printed by metrics::exposition() for Prometheus: a family of counters, gauges or
// histograms, one series for each value of its labels. A family registers itself: define it once, with static storage.
// Units:  said by the family's name (…_seconds, …_total). Thread: any; a relaxed atomic addition, no lock, no allocation.
// Errors: none; a histogram takes every value as it is, negative ones too (R24: nothing is clamped).
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace codevoice::metrics {

class Counter {
 public:
  void add(double amount = 1.0) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }
  double value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0.0};
};

class Gauge {
 public:
  void set(double value) noexcept { value_.store(value, std::memory_order_relaxed); }
  void add(double amount) noexcept { value_.fetch_add(amount, std::memory_order_relaxed); }
  double value() const noexcept { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0.0};
};

class Histogram {
 public:
  static constexpr std::size_t kMostBounds = 24;

  /// `bounds`: the family's upper bounds, ascending, of static storage.
  void observe(std::span<const double> bounds, double value) noexcept {
    std::size_t bucket = 0;
    while (bucket < bounds.size() && value > bounds[bucket]) ++bucket;
    buckets_[bucket].fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
  }
  /// Of this bucket alone; the one after the last bound holds what lies above it.
  std::uint64_t in_bucket(std::size_t bucket) const noexcept { return buckets_[bucket].load(std::memory_order_relaxed); }
  std::uint64_t count() const noexcept;
  double sum() const noexcept { return sum_.load(std::memory_order_relaxed); }

 private:
  std::array<std::atomic<std::uint64_t>, kMostBounds + 1> buckets_{};
  std::atomic<double> sum_{0.0};
};

/// A label and all the values it can have: a small fixed set, never a name, a room or a text.
struct Label {
  std::string_view name;
  std::span<const std::string_view> values;
};

class Family {
 public:
  Family(std::string_view name, std::string_view help, std::vector<Label> labels);
  virtual ~Family();
  Family(const Family&) = delete;
  Family& operator=(const Family&) = delete;

  std::string_view name() const noexcept { return name_; }
  /// HELP, TYPE and every series.
  virtual void write(std::string& out) const = 0;

 protected:
  /// How many series; never 0.
  std::size_t size() const noexcept;
  /// `second` is for families of two labels.
  std::size_t index(std::size_t first, std::size_t second) const noexcept;
  void write_head(std::string& out, std::string_view type) const;
  void write_sample(std::string& out, double value) const;
  /// "{reason=\"late\",le=\"0.5\"}" of one series; empty without labels.
  std::string labels_of(std::size_t series, std::string_view le = {}) const;

 private:
  std::string_view name_;
  std::string_view help_;
  std::vector<Label> labels_;
};

class CounterFamily final : public Family {
 public:
  CounterFamily(std::string_view name, std::string_view help, std::vector<Label> labels = {});
  Counter& at(std::size_t first = 0, std::size_t second = 0) noexcept { return series_[index(first, second)]; }
  void write(std::string& out) const override;

 private:
  std::unique_ptr<Counter[]> series_;
};

class GaugeFamily final : public Family {
 public:
  GaugeFamily(std::string_view name, std::string_view help, std::vector<Label> labels = {});
  Gauge& at(std::size_t first = 0, std::size_t second = 0) noexcept { return series_[index(first, second)]; }
  void write(std::string& out) const override;

 private:
  std::unique_ptr<Gauge[]> series_;
};

class HistogramFamily final : public Family {
 public:
  /// `bounds`: upper bounds, ascending, at most Histogram::kMostBounds, of static storage.
  HistogramFamily(std::string_view name, std::string_view help, std::span<const double> bounds, std::vector<Label> labels = {});
  void observe(double value, std::size_t first = 0, std::size_t second = 0) noexcept { series_[index(first, second)].observe(bounds_, value); }
  const Histogram& at(std::size_t first = 0, std::size_t second = 0) const noexcept { return series_[index(first, second)]; }
  std::span<const double> bounds() const noexcept { return bounds_; }
  void write(std::string& out) const override;

 private:
  std::span<const double> bounds_;
  std::unique_ptr<Histogram[]> series_;
};

/// All families in Prometheus' text format 0.0.4, by name.
std::string exposition();
inline constexpr std::string_view kExpositionType = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace codevoice::metrics
