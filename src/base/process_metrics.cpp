// untested: read from the kernel; tests/e2e/metrics.test.mjs looks at it
#include "base/process_metrics.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <ctime>
#include <fstream>

#include "base/metric.hpp"

namespace codevoice::metrics {
namespace {

double seconds(const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6; }

/// Looked at when it is asked for.
class ProcessFamily final : public Family {
 public:
  ProcessFamily(std::string_view name, std::string_view help, std::string_view type, double (*read)())
      : Family(name, help, {}), type_(type), read_(read) {}
  void write(std::string& out) const override {
    write_head(out, type_);
    write_sample(out, read_());
  }

 private:
  std::string_view type_;
  double (*read_)();
};

double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double all = 0.0, resident = 0.0;
  statm >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

}  // namespace

void watch_process() {
  static const auto began = static_cast<double>(std::time(nullptr));
  static const ProcessFamily cpu("process_cpu_seconds_total", "User and system CPU of the process.", "counter", cpu_seconds);
  static const ProcessFamily memory("process_resident_memory_bytes", "Resident memory of the process.", "gauge", resident_bytes);
  static const ProcessFamily start("process_start_time_seconds", "When the process began, in seconds since 1970.", "gauge", [] { return began; });
}

}  // namespace codevoice::metrics
