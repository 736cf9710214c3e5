// untested: runs the tested Database and bank against the configured folder; tests/e2e starts it for real
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/local_store.hpp"

namespace codevoice::cli {

int migrate(const Settings& settings) {
  const auto store = open_store(settings, Migration::Run);
  if (!store) return report(store.error());
  std::printf("%s: %d migration%s applied, %zu questions in the bank\n", store->shown.c_str(), store->migrations, store->migrations == 1 ? "" : "s",
              store->bank.size());
  return 0;
}

}  // namespace codevoice::cli
