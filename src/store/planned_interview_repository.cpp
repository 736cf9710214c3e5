#include "store/planned_interview_repository.hpp"

#include <soci/soci.h>

#include <limits>

namespace codevoice::store {
namespace {

std::optional<std::int64_t> optional_of(long long value, soci::indicator is) {
  return is == soci::i_ok ? std::optional<std::int64_t>(value) : std::nullopt;
}

SessionStatus status_of(const std::string& name) {
  if (name == "Completed") return SessionStatus::Completed;
  return name == "Failed" ? SessionStatus::Failed : SessionStatus::Started;
}

/// Columns of a planned interview and its session, if it has one, bound to one record.
struct Row {
  PlannedInterview interview;
  SessionRecord session;
  std::string status;
  long long scheduled = 0, created = 0, cancelled = 0, started = 0, completed = 0;
  double score = 0;
  soci::indicator is_scheduled = soci::i_null, is_cancelled = soci::i_null, has_session = soci::i_null, is_completed = soci::i_null,
                  has_score = soci::i_null, has_start = soci::i_null, has_reason = soci::i_null;

  PlannedInterview take() const {
    auto made = interview;
    made.scheduled_at = optional_of(scheduled, is_scheduled);
    made.created_at = created;
    made.cancelled_at = optional_of(cancelled, is_cancelled);
    if (has_session != soci::i_ok) return made;
    auto run = session;
    run.id = made.id;
    run.status = status_of(status);
    run.started_at = started;
    run.completed_at = optional_of(completed, is_completed);
    if (has_score == soci::i_ok) run.total_score = score;
    made.session = std::move(run);
    return made;
  }
};

constexpr auto kColumns =
    "SELECT p.id, p.owner_id, p.template_id, p.candidate_id, p.candidate_name, p.candidate_email, p.room, p.settings, p.plan, p.scheduled_at, "
    "p.created_at, p.cancelled_at, s.status, s.reason, s.total_score, s.started_at, s.completed_at "
    "FROM planned_interviews p LEFT JOIN interview_sessions s ON s.id = p.id WHERE ";
constexpr auto kOrder = " AND (p.created_at < :at OR (p.created_at = :at2 AND p.id < :after)) ORDER BY p.created_at DESC, p.id DESC LIMIT :limit";

}  // namespace

std::string PlannedInterview::status() const {
  if (session) return std::string(name_of(session->status));
  return cancelled_at ? "cancelled" : "scheduled";
}

Result<void> PlannedInterviewRepository::add(const PlannedInterview& interview) {
  const long long created = interview.created_at;
  long long scheduled = interview.scheduled_at.value_or(0);
  auto is_scheduled = interview.scheduled_at ? soci::i_ok : soci::i_null;
  return database_.transact("adding the interview", [&](soci::session& sql) {
    sql << "INSERT INTO planned_interviews (id, owner_id, template_id, candidate_id, candidate_name, candidate_email, room, settings, plan, "
           "scheduled_at, created_at) "
           "VALUES (:id, :owner, :template, :candidate, :name, :email, :room, :settings, :plan, :scheduled, :created)",
        soci::use(interview.id), soci::use(interview.owner_id), soci::use(interview.template_id), soci::use(interview.candidate_id),
        soci::use(interview.candidate_name), soci::use(interview.candidate_email), soci::use(interview.room), soci::use(interview.settings),
        soci::use(interview.plan), soci::use(scheduled, is_scheduled), soci::use(created);
  });
}

Result<std::vector<PlannedInterview>> PlannedInterviewRepository::select(const std::string& where, const std::vector<std::string>& values,
                                                                         const PageOf& page) {
  std::vector<PlannedInterview> interviews;
  const long long before = page.after ? page.after->at : std::numeric_limits<long long>::max();
  const std::string before_id = page.after ? page.after->id : std::string();
  const auto done = database_.read("reading interviews", [&](soci::session& sql) {
    interviews.clear();
    Row row;
    auto& plain = row.interview;
    soci::statement query(sql);
    for (const auto& value : values) query.exchange(soci::use(value));
    query.exchange(soci::use(before));
    query.exchange(soci::use(before));
    query.exchange(soci::use(before_id));
    query.exchange(soci::use(page.limit));
    for (auto* column : {&plain.id, &plain.owner_id, &plain.template_id, &plain.candidate_id, &plain.candidate_name, &plain.candidate_email,
                         &plain.room, &plain.settings, &plain.plan}) {
      query.exchange(soci::into(*column));
    }
    query.exchange(soci::into(row.scheduled, row.is_scheduled));
    query.exchange(soci::into(row.created));
    query.exchange(soci::into(row.cancelled, row.is_cancelled));
    query.exchange(soci::into(row.status, row.has_session));
    query.exchange(soci::into(row.session.reason, row.has_reason));
    query.exchange(soci::into(row.score, row.has_score));
    query.exchange(soci::into(row.started, row.has_start));
    query.exchange(soci::into(row.completed, row.is_completed));
    query.alloc();
    query.prepare(kColumns + where + kOrder);
    query.define_and_bind();
    query.execute();
    while (query.fetch()) interviews.push_back(row.take());
  });
  if (!done) return tl::unexpected(done.error());
  return interviews;
}

Result<std::optional<PlannedInterview>> PlannedInterviewRepository::find(std::string_view id) {
  auto found = select("p.id = :value", {std::string(id)}, PageOf{1});
  if (!found) return tl::unexpected(found.error());
  return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::optional<PlannedInterview>> PlannedInterviewRepository::open_in(std::string_view room) {
  auto found = select("p.room = :value AND p.cancelled_at IS NULL AND (s.status IS NULL OR s.status = 'Started')", {std::string(room)}, PageOf{1});
  if (!found) return tl::unexpected(found.error());
  return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

Result<std::vector<PlannedInterview>> PlannedInterviewRepository::list(const InterviewFilter& filter, const PageOf& page) {
  const std::string where =
      "(:owner = '' OR p.owner_id = :owner2) AND (:candidate = '' OR p.candidate_id = :candidate2) AND (:status = '' OR :status2 = "
      "COALESCE(s.status, CASE WHEN p.cancelled_at IS NULL THEN 'scheduled' ELSE 'cancelled' END))";
  return select(where, {filter.owner_id, filter.owner_id, filter.candidate_id, filter.candidate_id, filter.status, filter.status}, page);
}

Result<bool> PlannedInterviewRepository::cancel(std::string_view id, std::int64_t at) {
  const std::string key(id);
  const long long when = at;
  bool done_now = false;
  const auto done = database_.transact("cancelling the interview", [&](soci::session& sql) {
    soci::statement update =
        (sql.prepare << "UPDATE planned_interviews SET cancelled_at = :at WHERE id = :id AND cancelled_at IS NULL AND NOT EXISTS "
                        "(SELECT 1 FROM interview_sessions s WHERE s.id = planned_interviews.id)",
         soci::use(when), soci::use(key));
    update.execute(true);
    done_now = update.get_affected_rows() == 1;
  });
  if (!done) return tl::unexpected(done.error());
  return done_now;
}

Result<void> PlannedInterviewRepository::add_invitation(const Invitation& invitation) {
  const long long created = invitation.created_at, expires = invitation.expires_at;
  return database_.transact("adding the invitation", [&](soci::session& sql) {
    sql << "INSERT INTO invitations (id, interview_id, secret_hash, created_at, expires_at) VALUES (:id, :interview, :hash, :created, :expires)",
        soci::use(invitation.id), soci::use(invitation.interview_id), soci::use(invitation.secret_hash), soci::use(created), soci::use(expires);
  });
}

Result<std::vector<Invitation>> PlannedInterviewRepository::invitations_of(std::string_view interview_id) {
  const std::string key(interview_id);
  std::vector<Invitation> invitations;
  const auto done = database_.read("reading invitations", [&](soci::session& sql) {
    invitations.clear();
    Invitation row;
    long long created = 0, expires = 0, opened = 0, revoked = 0;
    soci::indicator is_opened = soci::i_null, is_revoked = soci::i_null;
    soci::statement query =
        (sql.prepare << "SELECT id, interview_id, secret_hash, device_hash, created_at, expires_at, opened_at, revoked_at "
                        "FROM invitations WHERE interview_id = :id ORDER BY created_at DESC, id DESC",
         soci::use(key), soci::into(row.id), soci::into(row.interview_id), soci::into(row.secret_hash), soci::into(row.device_hash),
         soci::into(created), soci::into(expires), soci::into(opened, is_opened), soci::into(revoked, is_revoked));
    query.execute();
    while (query.fetch()) {
      row.created_at = created;
      row.expires_at = expires;
      row.opened_at = optional_of(opened, is_opened);
      row.revoked_at = optional_of(revoked, is_revoked);
      invitations.push_back(row);
    }
  });
  if (!done) return tl::unexpected(done.error());
  return invitations;
}

Result<std::optional<Invitation>> PlannedInterviewRepository::open_invitation(std::string_view secret_hash, std::string_view device_hash,
                                                                              std::int64_t now) {
  const std::string secret(secret_hash), device(device_hash);
  const long long when = now;
  std::string interview;
  const auto done = database_.transact("opening the invitation", [&](soci::session& sql) {
    interview.clear();
    // one statement: of two devices that come at once one gets in
    sql << "UPDATE invitations SET device_hash = :device, opened_at = COALESCE(opened_at, :now) "
           "WHERE secret_hash = :secret AND revoked_at IS NULL AND expires_at > :now2 AND device_hash IN ('', :device2)",
        soci::use(device), soci::use(when), soci::use(secret), soci::use(when), soci::use(device);
    std::string found;
    sql << "SELECT interview_id FROM invitations WHERE secret_hash = :secret AND device_hash = :device AND revoked_at IS NULL AND expires_at > :now",
        soci::use(secret), soci::use(device), soci::use(when), soci::into(found);
    if (sql.got_data()) interview = found;
  });
  if (!done) return tl::unexpected(done.error());
  if (interview.empty()) return std::optional<Invitation>();
  const auto all = invitations_of(interview);
  if (!all) return tl::unexpected(all.error());
  for (const auto& one : *all) {
    if (one.secret_hash == secret) return std::optional(one);
  }
  return std::optional<Invitation>();
}

Result<bool> PlannedInterviewRepository::revoke_invitation(std::string_view id, std::string_view interview_id, std::int64_t now) {
  const std::string key(id), interview(interview_id);
  const long long when = now;
  bool revoked = false;
  const auto done = database_.transact("revoking the invitation", [&](soci::session& sql) {
    soci::statement update =
        (sql.prepare << "UPDATE invitations SET revoked_at = :now WHERE id = :id AND interview_id = :interview AND revoked_at IS NULL",
         soci::use(when), soci::use(key), soci::use(interview));
    update.execute(true);
    revoked = update.get_affected_rows() == 1;
  });
  if (!done) return tl::unexpected(done.error());
  return revoked;
}

}  // namespace codevoice::store
