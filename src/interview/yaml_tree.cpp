#include "interview/yaml_tree.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <sstream>
#include <stdexcept>

namespace codevoice::interview {
namespace {

constexpr std::size_t kMaxBytes = 4U << 20U;
constexpr std::size_t kMaxNodes = 200'000;
constexpr std::size_t kMaxDepth = 16;

struct Refused : std::runtime_error {  // never leaves this file
  Refused(int at_line, const std::string& what) : std::runtime_error(what), line(at_line) {}
  int line;
};

/// Builds the tree from the parser's events; the stack holds the containers that are still open.
class TreeBuilder final : public YAML::EventHandler {
 public:
  YamlTree take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse(mark, "aliases are not allowed"); }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { open(mark, anchor, YamlTree::Kind::Null, {}); }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& value) override {
    open(mark, anchor, YamlTree::Kind::Scalar, value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, anchor, YamlTree::Kind::Sequence, {});
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, anchor, YamlTree::Kind::Map, {});
  }
  void OnMapEnd() override { close(); }
  void OnAnchor(const YAML::Mark& mark, const std::string&) override { refuse(mark, "anchors are not allowed"); }

 private:
  struct Level {
    YamlTree tree;
    std::string key;
    bool has_key = false;
  };

  static void refuse(const YAML::Mark& mark, const std::string& what) { throw Refused(mark.line + 1, what); }

  void open(const YAML::Mark& mark, YAML::anchor_t anchor, YamlTree::Kind kind, const std::string& scalar) {
    if (anchor != 0) refuse(mark, "anchors are not allowed");
    if (++nodes_ > kMaxNodes) refuse(mark, "too many values");
    YamlTree tree;
    tree.kind = kind;
    tree.scalar = scalar;
    tree.line = mark.line + 1;
    if (kind == YamlTree::Kind::Null || kind == YamlTree::Kind::Scalar) return add(std::move(tree));
    if (levels_.size() >= kMaxDepth) refuse(mark, "nested too deeply");
    levels_.push_back({std::move(tree), {}, false});
  }

  void close() {
    YamlTree tree = std::move(levels_.back().tree);
    levels_.pop_back();
    add(std::move(tree));
  }

  void add(YamlTree tree) {
    if (levels_.empty()) {
      root_ = std::move(tree);
      return;
    }
    Level& level = levels_.back();
    if (level.tree.kind == YamlTree::Kind::Sequence) {
      level.tree.items.push_back(std::move(tree));
    } else if (level.has_key) {
      level.tree.fields.push_back({std::move(level.key), std::move(tree)});
      level.has_key = false;
    } else {
      take_key(level, tree);
    }
  }

  static void take_key(Level& level, YamlTree& tree) {
    if (tree.kind != YamlTree::Kind::Scalar) throw Refused(tree.line, "a key must be a word");
    if (level.tree.find(tree.scalar) != nullptr) throw Refused(tree.line, "'" + tree.scalar + "' is given twice");
    level.key = std::move(tree.scalar);
    level.has_key = true;
  }

  YamlTree root_;
  std::vector<Level> levels_;
  std::size_t nodes_ = 0;
};

Result<YamlTree> parse(std::string_view text, std::string_view source) {
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    TreeBuilder builder;
    if (!parser.HandleNextDocument(builder)) return YamlTree{};
    TreeBuilder second;
    if (parser.HandleNextDocument(second)) {
      return fail(ErrorKind::Invalid, fmt::format("{}: more than one document", source));
    }
    return builder.take();
  } catch (const Refused& refused) {
    return fail(ErrorKind::Invalid, fmt::format("{}:{}: {}", source, refused.line, refused.what()));
  } catch (const YAML::Exception& trouble) {
    return fail(ErrorKind::Invalid, fmt::format("{}:{}: {}", source, trouble.mark.line + 1, trouble.msg));
  } catch (const std::exception& trouble) {
    return fail(ErrorKind::Invalid, fmt::format("{}: {}", source, trouble.what()));
  }
}

}  // namespace

const YamlTree* YamlTree::find(std::string_view key) const noexcept {
  const auto place = std::ranges::find_if(fields, [key](const auto& field) { return field.key == key; });
  return place == fields.end() ? nullptr : &place->value;
}

Result<YamlTree> read_yaml(std::string_view text, std::string_view source) {
  if (text.size() > kMaxBytes) return fail(ErrorKind::Invalid, fmt::format("{}: larger than 4 MB", source));
  if (text.find('\0') != std::string_view::npos) return fail(ErrorKind::Invalid, fmt::format("{}: not a text file", source));
  return parse(text, source);
}

}  // namespace codevoice::interview
