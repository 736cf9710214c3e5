#include "base/metric.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace codevoice::metrics {
namespace {

using ::testing::HasSubstr;

constexpr std::array<std::string_view, 2> kKinds{"plain", "with \"quotes\"\nand a line"};
constexpr std::array<std::string_view, 2> kSides{"in", "out"};
constexpr std::array kBounds{0.0, 0.5, 1.0};

std::string written(const Family& family) {
  std::string out;
  family.write(out);
  return out;
}

TEST(Metric, ACounterPrintsHelpTypeAndItsValue) {
  CounterFamily counters("test_plain_total", "Of a test.");
  counters.at().add();
  counters.at().add(2.5);

  EXPECT_EQ(written(counters), "# HELP test_plain_total Of a test.\n# TYPE test_plain_total counter\ntest_plain_total 3.5\n");
}

TEST(Metric, EachValueOfTheLabelsIsASeriesEscaped) {
  CounterFamily counters("test_labels_total", "a \\ and\na line", {{"kind", kKinds}, {"side", kSides}});
  counters.at(1, 0).add(7);

  EXPECT_EQ(written(counters),
            "# HELP test_labels_total a \\\\ and\\na line\n# TYPE test_labels_total counter\n"
            "test_labels_total{kind=\"plain\",side=\"in\"} 0\n"
            "test_labels_total{kind=\"plain\",side=\"out\"} 0\n"
            "test_labels_total{kind=\"with \\\"quotes\\\"\\nand a line\",side=\"in\"} 7\n"
            "test_labels_total{kind=\"with \\\"quotes\\\"\\nand a line\",side=\"out\"} 0\n");
}

TEST(Metric, AnIndexOutOfRangeCountsInTheLastSeries) {
  CounterFamily counters("test_range_total", "Of a test.", {{"side", kSides}});
  counters.at(99).add();

  EXPECT_EQ(counters.at(1).value(), 1.0);
}

TEST(Metric, AGaugeGoesUpAndDown) {
  GaugeFamily gauges("test_gauge", "Of a test.");
  gauges.at().add(2);
  gauges.at().add(-3);

  EXPECT_THAT(written(gauges), HasSubstr("# TYPE test_gauge gauge\ntest_gauge -1\n"));
}

TEST(Metric, AHistogramsBucketsAreCumulativeAndClampNothing) {
  HistogramFamily times("test_seconds", "Of a test.", kBounds);
  for (const double value : {-0.25, 0.5, 0.75, 100.0}) times.observe(value);

  EXPECT_EQ(
      written(times),
      "# HELP test_seconds Of a test.\n# TYPE test_seconds histogram\n"
      "test_seconds_bucket{le=\"0\"} 1\ntest_seconds_bucket{le=\"0.5\"} 2\ntest_seconds_bucket{le=\"1\"} 3\ntest_seconds_bucket{le=\"+Inf\"} 4\n"
      "test_seconds_sum 101\ntest_seconds_count 4\n");
}

TEST(Metric, ManyThreadsLoseNoCount) {
  CounterFamily counters("test_threads_total", "Of a test.");
  HistogramFamily times("test_threads_seconds", "Of a test.", kBounds);
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 10'000; ++n) {
        counters.at().add();
        times.observe(0.25);
      }
    });
  }
  for (auto& thread : threads) thread.join();

  EXPECT_EQ(counters.at().value(), 40'000.0);
  EXPECT_EQ(times.at().count(), 40'000U);
  EXPECT_EQ(times.at().sum(), 10'000.0);
}

}  // namespace
}  // namespace codevoice::metrics
