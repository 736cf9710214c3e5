#include "http/transcript_files.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace codevoice::http {
namespace {

store::SessionDetail interview() {
  store::SessionDetail made;
  made.session.id = "s1";
  made.session.started_at = 1'795'386'404'000'000;
  made.session.status = store::SessionStatus::Completed;
  const auto at = [&](double seconds) { return made.session.started_at + static_cast<std::int64_t>(seconds * 1e6); };
  made.utterances = {{0, store::Speaker::Interviewer, "What is a <cache>?\nTell me.", true, at(1.25), at(3.5)},
                     {1, store::Speaker::System, "the candidate left", false, at(4), at(4)},
                     {2, store::Speaker::Candidate, "It keeps copies & goes stale *fast*.", false, at(3723.004), at(3723.1)}};
  return made;
}

TEST(TranscriptFiles, Text) {
  EXPECT_EQ(write_transcript(TranscriptFormat::Text, interview()),
            "[00:00:01] Interviewer: What is a <cache>? Tell me. [interrupted]\n"
            "[00:00:04] Note: the candidate left\n"
            "[01:02:03] Candidate: It keeps copies & goes stale *fast*.\n");
}

TEST(TranscriptFiles, MarkdownTakesNoWordForAMark) {
  const auto text = write_transcript(TranscriptFormat::Markdown, interview());

  EXPECT_NE(text.find("**Interviewer** (00:00:01): What is a \\<cache\\>? Tell me. [interrupted]\n"), std::string::npos) << text;
  EXPECT_NE(text.find("goes stale \\*fast\\*."), std::string::npos) << text;
  EXPECT_NE(text.find("*00:00:04: the candidate left*"), std::string::npos) << text;
}

TEST(TranscriptFiles, WebVttAsTheStandardHasIt) {
  EXPECT_EQ(write_transcript(TranscriptFormat::WebVtt, interview()),
            "WEBVTT\n\n"
            "1\n00:00:01.250 --> 00:00:03.500\n<v Interviewer>What is a &lt;cache&gt;? Tell me.\n\n"
            "2\n01:02:03.004 --> 01:02:04.004\n<v Candidate>It keeps copies &amp; goes stale *fast*.\n\n");
}

TEST(TranscriptFiles, SrtHasCommasAndNoMarks) {
  const auto text = write_transcript(TranscriptFormat::Srt, interview());

  EXPECT_TRUE(text.starts_with("1\n00:00:01,250 --> 00:00:03,500\nInterviewer: What is a <cache>? Tell me.\n\n")) << text;
}

TEST(TranscriptFiles, JsonHoldsAllOfIt) {
  const auto value = boost::json::parse(write_transcript(TranscriptFormat::Json, interview())).as_object();

  EXPECT_EQ(value.at("interview"), "s1");
  ASSERT_EQ(value.at("lines").as_array().size(), 3U);
  EXPECT_EQ(value.at("lines").as_array()[2].as_object().at("begin_ms"), 3'723'004);
  EXPECT_EQ(value.at("lines").as_array()[0].as_object().at("interrupted"), true);
}

TEST(TranscriptFiles, AnInterviewThatNeverBeganIsAnEmptyFile) {
  EXPECT_EQ(write_transcript(TranscriptFormat::Text, {}), "");
  EXPECT_EQ(write_transcript(TranscriptFormat::WebVtt, {}), "WEBVTT\n\n");
}

TEST(TranscriptFiles, FormatsByTheirNames) {
  for (const auto* name : {"txt", "md", "json", "vtt", "srt"}) EXPECT_TRUE(transcript_format_of(name)) << name;
  EXPECT_FALSE(transcript_format_of("doc"));
}

}  // namespace
}  // namespace codevoice::http
