#include "base/ids.hpp"

#include <gtest/gtest.h>

namespace codevoice {
namespace {

TEST(Ids, UuidsAreVersion4AndDiffer) {
  const auto a = new_uuid();
  EXPECT_TRUE(is_uuid(a)) << a;
  EXPECT_EQ(a[14], '4');
  EXPECT_NE(a, new_uuid());
}

TEST(Ids, ANameGivesTheSameUuidEachTime) {
  EXPECT_EQ(named_uuid("process-vs-thread"), named_uuid("process-vs-thread"));
  EXPECT_NE(named_uuid("a"), named_uuid("b"));
  EXPECT_TRUE(is_uuid(named_uuid("")));
  EXPECT_EQ(named_uuid("a")[14], '8');
}

TEST(Ids, RefusesWhatIsNoUuid) {
  EXPECT_FALSE(is_uuid(""));
  EXPECT_FALSE(is_uuid("6f9619ff-8b86-4d01-b42d-00cf4fc964f"));
  EXPECT_FALSE(is_uuid("6f9619ff_8b86-4d01-b42d-00cf4fc964ff"));
  EXPECT_FALSE(is_uuid("6g9619ff-8b86-4d01-b42d-00cf4fc964ff"));
}

}  // namespace
}  // namespace codevoice
