// untested: prints what the tested repository and session_report give; tests/e2e starts it for real
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/local_store.hpp"
#include "cli/session_report.hpp"
#include "store/interview_repository.hpp"

namespace codevoice::cli {

int sessions(const Settings& settings, const SessionsOptions& options) {
  const auto store = open_store(settings, Migration::CheckOnly);
  if (!store) return report(store.error());
  store::InterviewRepository interviews(*store->database);
  if (options.show.empty()) {
    const auto listed = interviews.list(options.limit);
    if (!listed) return report(listed.error());
    std::fputs((options.json ? list_as_json(*listed) : list_as_text(*listed)).c_str(), stdout);
    return 0;
  }
  const auto shown = interviews.show(options.show);
  if (!shown) return report(shown.error());
  std::fputs((options.json ? detail_as_json(*shown) : detail_as_text(*shown)).c_str(), stdout);
  return 0;
}

}  // namespace codevoice::cli
