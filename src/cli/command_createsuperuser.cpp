// untested: asks and prints; accounts_test.cpp tests what it does, tests/e2e runs it
#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "base/clock.hpp"
#include "cli/accounts.hpp"
#include "cli/commands.hpp"
#include "cli/local_store.hpp"

namespace codevoice::cli {
namespace {

/// A terminal does not show what is typed.
std::string ask_password(const char* prompt) {
  const bool typed = isatty(STDIN_FILENO) == 1;
  termios before{};
  if (typed) {
    std::fprintf(stderr, "%s", prompt);
    tcgetattr(STDIN_FILENO, &before);
    auto silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  std::string password;
  std::getline(std::cin, password);
  if (typed) {
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::fprintf(stderr, "\n");
  }
  return password;
}

}  // namespace

int createsuperuser(const Settings& settings, const SuperuserOptions& options) {
  const auto store = open_store(settings, Migration::WhenNew);
  if (!store) return report(store.error());
  NewAdmin admin;
  admin.username = options.username;
  admin.email = options.email;
  admin.by = "createsuperuser";
  admin.password = ask_password("Password (10 characters or more): ");
  if (isatty(STDIN_FILENO) == 1 && ask_password("Password again: ") != admin.password) {
    return report({ErrorKind::Invalid, "the two passwords are not the same"});
  }
  if (const auto made = make_admin(*store->database, admin, SystemClock().wall_us()); !made) return report(made.error());
  std::printf("%s is an administrator now\n", admin.username.c_str());
  return 0;
}

}  // namespace codevoice::cli
