// Reads one YAML (or JSON) document into plain values, with the line of each, so that errors can name it.
// Made for foreign files: anchors and aliases, deep nesting and giant files are refused, nothing throws.
// Errors: Invalid, "source:line: what is wrong".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace codevoice::interview {

struct YamlField;

struct YamlTree {
  enum class Kind : std::uint8_t { Null, Scalar, Sequence, Map };
  Kind kind = Kind::Null;
  std::string scalar;
  std::vector<YamlTree> items;    // of a Sequence
  std::vector<YamlField> fields;  // of a Map, in the file's order, keys unique
  int line = 0;                   // from 1

  const YamlTree* find(std::string_view key) const noexcept;
};
struct YamlField {
  std::string key;
  YamlTree value;
};

Result<YamlTree> read_yaml(std::string_view text, std::string_view source);

}  // namespace codevoice::interview
