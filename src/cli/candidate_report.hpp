// What a run of synthetic candidates saw: events as lines, and the sum of it at the end.
// Thread: one executor. Errors: none.
#pragma once

#include <string>
#include <vector>

#include "cli/synthetic_candidate.hpp"

namespace codevoice::cli {

enum class ReportFormat : std::uint8_t { Text, Json };

/// One line for an event of session `session`; empty when the format leaves it out.
std::string render(const CandidateEvent& event, int session, ReportFormat format);

struct CandidateSummary {
  int sessions = 0;
  int failures = 0;
  std::vector<Duration> delays;

  void add(const CandidateEvent& event);
  /// The value below which `share` (0..1) of the delays lie (nearest rank); zero without any.
  Duration percentile(double share) const;
  std::string render(ReportFormat format) const;
};

}  // namespace codevoice::cli
