// What the bench scripts need from the product's libraries; settings come from the environment, as for `codevoice`.
//   bench_density answers               a JSON line for each question `serve` would ask first: its model and its wrong answer
//   bench_density serve local|fixed     `codevoice serve` whose bot comes into every bench-* room, with local or fixed-delay engines
#include <boost/json.hpp>
#include <csignal>
#include <cstdio>

#include "base/allocator.hpp"
#include "cli/commands.hpp"
#include "cli/local_store.hpp"
#include "density/fixed_engines.hpp"

namespace codevoice::bench {
namespace {

int print_answers(const cli::Settings& settings) {
  const auto bank = cli::load_questions(settings);
  if (!bank) return cli::report(bank.error());
  interview::Selection selection;
  selection.topics = settings.topics;
  selection.count = settings.questions;
  selection.seed = settings.seed;
  const auto questions = interview::choose_questions(*bank, selection);
  if (!questions) return cli::report(questions.error());
  for (const auto& question : *questions) {
    const boost::json::object line{{"id", question.id}, {"model", question.model_answer}, {"wrong", question.wrong_answer}};
    std::printf("%s\n", boost::json::serialize(line).c_str());
  }
  return 0;
}

int serve(const cli::Settings& settings, const std::string& engines) {
  cli::ServeOptions options;
  options.bot_rooms = "bench-*";
  if (engines == "local") return cli::serve(settings, options);
  return cli::serve(settings, options, [](const cli::Settings&, WorkerPool&) -> Result<speech::SpeechModels> { return fixed_engines(); });
}

int main(const std::vector<std::string>& arguments) {
  const auto settings = cli::resolve_settings({{}, cli::process_environment, {}});
  if (!settings) return cli::report(settings.error());
  log::configure(settings->log);
  if (arguments == std::vector<std::string>{"answers"}) return print_answers(*settings);
  if (arguments.size() == 2 && arguments[0] == "serve" && (arguments[1] == "local" || arguments[1] == "fixed")) return serve(*settings, arguments[1]);
  std::fputs("bench_density: answers | serve local|fixed\n", stderr);
  return 2;
}

}  // namespace
}  // namespace codevoice::bench

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN);
  codevoice::configure_allocator();  // as in the product
  return codevoice::bench::main(std::vector<std::string>(values + 1, values + count));
}
