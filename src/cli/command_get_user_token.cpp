// untested: prints what the tested token code makes; tests/e2e uses it for every token
#include <cstdio>

#include "cli/commands.hpp"
#include "cli/secrets.hpp"
#include "room/token.hpp"

namespace codevoice::cli {

int get_user_token(const Settings& settings, const TokenOptions& options) {
  if (const auto made = make_data_folder(settings.data_dir); !made) return report(made.error());
  const auto secret = room_secret(settings);
  if (!secret) return report(secret.error());
  if (options.room.empty() || options.identity.empty()) return report(Error{ErrorKind::Invalid, "--room and --identity must not be empty"});
  const auto token = room::make_join_token({secret->key, secret->secret}, options.room, options.identity, options.ttl);
  // the words go to stderr so that a script can take the token alone from stdout
  std::fputs("HERE IS YOUR TOKEN (Copy the long string below):\n", stderr);
  std::printf("%s\n", token.c_str());
  return 0;
}

}  // namespace codevoice::cli
