#include "speech/openvino_turn_graph.hpp"

#include <gtest/gtest.h>

#include <openvino/openvino.hpp>
#include <string>

#include "speech/speech_fixture.hpp"

namespace codevoice::speech {
namespace {

int roundings_in(const ov::Model& model) {
  int count = 0;
  for (const auto& node : model.get_ordered_ops()) count += std::string(node->get_type_name()) == "FakeQuantize" ? 1 : 0;
  return count;
}

TEST(TurnGraph, SixtyTwoOfSmartTurnsRoundingsGoAndThoseBeforeTheFirstProductsStay) {
  ov::Core core;
  const auto model = core.read_model(test::turn_file().path.string());
  ASSERT_EQ(roundings_in(*model), 78);

  EXPECT_EQ(drop_harmful_roundings(*model), 62);
  EXPECT_EQ(roundings_in(*model), 16);
  EXPECT_EQ(drop_harmful_roundings(*model), 0) << "once is enough";
}

TEST(TurnGraph, AnotherModelIsLeftAsItIs) {
  ov::Core core;
  const auto model = core.read_model(test::vad_file().path.string());
  const auto nodes = model->get_ordered_ops().size();

  EXPECT_EQ(drop_harmful_roundings(*model), 0);
  EXPECT_EQ(model->get_ordered_ops().size(), nodes);
}

TEST(TurnGraph, TellsWhatTheModelMadeOfTheAudio) {
  ov::Core core;
  const auto model = core.read_model(test::turn_file().path.string());

  ASSERT_TRUE(tell_impression(*model));
  ASSERT_EQ(model->outputs().size(), 2U);
  EXPECT_EQ(model->output(1).get_any_name(), kImpression);
  const auto other = core.read_model(test::vad_file().path.string());
  const auto outputs = other->outputs().size();
  EXPECT_FALSE(tell_impression(*other));
  EXPECT_EQ(other->outputs().size(), outputs);
}

}  // namespace
}  // namespace codevoice::speech
