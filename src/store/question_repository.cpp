#include "store/question_repository.hpp"

#include <soci/soci.h>

#include <boost/json.hpp>

namespace codevoice::store {
namespace {

std::string key_points_json(const interview::Question& question) {
  boost::json::array points;
  for (const auto& point : question.expected_key_points) {
    points.push_back(boost::json::object{{"id", point.id}, {"text", point.text}, {"weight", point.weight}});
  }
  return boost::json::serialize(points);
}

}  // namespace

Result<void> QuestionRepository::save(const std::vector<interview::Question>& questions) {
  return database_.transact("saving the question bank", [&](soci::session& sql) {
    std::string difficulty, points;
    for (const auto& question : questions) {
      difficulty = interview::name_of(question.difficulty);
      points = key_points_json(question);
      sql << "INSERT INTO questions (id, topic, difficulty, text, expected_key_points) VALUES (:id, :topic, :difficulty, :text, :points) "
             "ON CONFLICT (id) DO UPDATE SET topic = excluded.topic, difficulty = excluded.difficulty, text = excluded.text, "
             "expected_key_points = excluded.expected_key_points",
          soci::use(question.id), soci::use(question.topic), soci::use(difficulty), soci::use(question.text), soci::use(points);
    }
  });
}

Result<int> QuestionRepository::count() {
  int count = 0;
  const auto done = database_.read("counting questions", [&](soci::session& sql) { sql << "SELECT COUNT(*) FROM questions", soci::into(count); });
  if (!done) return tl::unexpected(done.error());
  return count;
}

}  // namespace codevoice::store
