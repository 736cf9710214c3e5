#include "speech/espeak_phonemizer.hpp"

#include <gtest/gtest.h>
#include <signal.h>

#include "speech/speech_fixture.hpp"

namespace codevoice::speech {
namespace {

std::string phonemes(EspeakPhonemizer& phonemizer, std::string_view text) { return phonemizer.phonemes(text).value_or("failed"); }

class EspeakPhonemizerTest : public testing::Test {
 protected:
  // a busy machine may starve the child for longer than the product waits
  std::unique_ptr<EspeakPhonemizer> phonemizer_ = EspeakPhonemizer::create({.deadline = std::chrono::seconds(20)}).value();
};

TEST_F(EspeakPhonemizerTest, WordsBecomeIpa) { EXPECT_EQ(phonemes(*phonemizer_, "hello world"), "həlˈoʊ wˈɜːld"); }

TEST_F(EspeakPhonemizerTest, PunctuationStaysWhereItShapesTheMelody) {
  EXPECT_EQ(phonemes(*phonemizer_, "Well, is it 3.14?"), "wˈɛl, ɪz ɪt θɹˈiː pɔɪnt wˈʌn fˈoːɹ?");
}

TEST_F(EspeakPhonemizerTest, EachAnswerBelongsToItsOwnText) {
  const auto process = phonemes(*phonemizer_, "A process owns its memory.");
  const auto thread = phonemes(*phonemizer_, "Threads share it.");

  EXPECT_EQ(phonemes(*phonemizer_, "A process owns its memory."), process);
  EXPECT_EQ(phonemes(*phonemizer_, "Threads share it."), thread);
  EXPECT_NE(process, thread);
}

TEST_F(EspeakPhonemizerTest, CommandsOfEspeakAndMarkupAreNotObeyed) {
  EXPECT_EQ(phonemes(*phonemizer_, "[[h@l'oU]]"), phonemes(*phonemizer_, "h@l'oU"));
  EXPECT_EQ(phonemes(*phonemizer_, "one\ntwo"), phonemes(*phonemizer_, "one two"));
}

TEST_F(EspeakPhonemizerTest, TextWithoutWordsGivesNothing) {
  for (const char* text : {"", "   ", "...", "?!"}) EXPECT_EQ(phonemes(*phonemizer_, text), "");
}

TEST_F(EspeakPhonemizerTest, BrokenBytesAndForeignScriptsDoNotUpsetIt) {
  for (const char* text : {"\xff\xfe\x80", "\xe4\xbd\xa0\xe5\xa5\xbd", "na\xc3\xafve", "\xf0\x9f\x98\x80"}) EXPECT_TRUE(phonemizer_->phonemes(text));

  EXPECT_EQ(phonemes(*phonemizer_, "hello world"), "həlˈoʊ wˈɜːld");
}

TEST_F(EspeakPhonemizerTest, TheSentinelItselfCanBeSaid) {
  EXPECT_TRUE(phonemizer_->phonemes("zebra xylophone zebra"));
  EXPECT_EQ(phonemes(*phonemizer_, "hello world"), "həlˈoʊ wˈɜːld");
}

// stands in for espeak-ng: answers each line with itself, but hangs or ends when told so
std::string write_fake(const std::filesystem::path& folder, std::string_view on_hang) {
  const auto path = folder / "fake-espeak";
  std::ofstream(path) << "#!/bin/bash\nwhile read -r line; do case \"$line\" in *hang*) if [ ! -e '" << folder.string() << "/once' ]; then touch '"
                      << folder.string() << "/once'; " << on_hang << "; fi;; esac; echo \"$line\"; done\n";
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path.string();
}

TEST(EspeakPhonemizer, AChildThatHangsOrDiesIsStartedAnew) {
  for (const char* failure : {"sleep 1000", "exit 1", "kill -9 $$"}) {
    const test::TemporaryFolder folder;
    const auto phonemizer = EspeakPhonemizer::create({.program = write_fake(folder.path(), failure), .deadline = std::chrono::seconds(1)}).value();

    EXPECT_EQ(phonemes(*phonemizer, "please hang"), "please hang") << failure;
    EXPECT_EQ(phonemizer->restarts(), 1U);
    EXPECT_EQ(phonemes(*phonemizer, "still there"), "still there");
  }
}

TEST(EspeakPhonemizer, AChildThatIsKilledBetweenTwoTextsIsStartedAnew) {
  const test::TemporaryFolder folder;
  const auto program = (folder.path() / "espeak").string();
  std::ofstream(program) << "#!/bin/sh\necho $$ > '" << folder.path().string() << "/pid'\nexec espeak-ng \"$@\"\n";
  std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  const auto phonemizer = EspeakPhonemizer::create({.program = program, .deadline = std::chrono::seconds(20)}).value();
  const auto before = phonemes(*phonemizer, "hello world");

  ASSERT_EQ(kill(std::stoi(test::read_file(folder.path() / "pid")), SIGKILL), 0);

  EXPECT_EQ(phonemes(*phonemizer, "hello world"), before);
  EXPECT_EQ(phonemizer->restarts(), 1U);
}

TEST(EspeakPhonemizer, AMissingProgramSaysWhatToInstall) {
  const auto phonemizer = EspeakPhonemizer::create({.program = "no-such-espeak"});

  ASSERT_FALSE(phonemizer);
  EXPECT_NE(phonemizer.error().message.find("apt-get install espeak-ng"), std::string::npos);
}

}  // namespace
}  // namespace codevoice::speech
