#include "speech/openvino_turn_graph.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <openvino/core/graph_util.hpp>
#include <openvino/core/node.hpp>
#include <openvino/op/concat.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/reduce_mean.hpp>
#include <openvino/op/slice.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace codevoice::speech {
namespace {

using NodePtr = std::shared_ptr<ov::Node>;

/// Of the 78 of Smart Turn v3.2, by what they round.
constexpr std::array<std::string_view, 16> kKept{
    "input_features", "gelu",   "layer_norm",   "_unsafe_view",   "layer_norm_1", "gelu_2",       "layer_norm_2",   "_unsafe_view_1",
    "layer_norm_3",   "gelu_3", "layer_norm_4", "_unsafe_view_2", "layer_norm_5", "layer_norm_6", "_unsafe_view_3", "layer_norm_7"};
constexpr std::string_view kMark = "_QuantizeLinear";

NodePtr only_user(const NodePtr& node) {
  const auto users = node->get_output_target_inputs(0);
  return users.size() == 1 ? users.begin()->get_node()->shared_from_this() : nullptr;
}

bool is(const NodePtr& node, std::string_view type) { return node != nullptr && type == node->get_type_name(); }

bool is_kept(const NodePtr& to_integer) {
  const auto& name = to_integer->get_friendly_name();
  if (!name.ends_with(kMark)) return true;
  return std::find(kKept.begin(), kKept.end(), std::string_view(name).substr(0, name.size() - kMark.size())) != kKept.end();
}

/// Rounding is FakeQuantize, Convert to integers, and for each reader Convert back, Subtract, Multiply.
bool bypass(const NodePtr& rounding) {
  const auto to_integer = only_user(rounding);
  if (!is(to_integer, "Convert") || is_kept(to_integer)) return false;
  const auto exact = rounding->input_value(0);
  bool done = false;
  for (const auto& reader : to_integer->get_output_target_inputs(0)) {
    const auto back = reader.get_node()->shared_from_this();
    auto last = is(back, "Convert") ? only_user(back) : nullptr;
    if (is(last, "Subtract")) last = only_user(last);
    if (!is(last, "Multiply")) continue;
    last->output(0).replace(exact);
    done = true;
  }
  return done;
}

constexpr std::string_view kPooled = "node_sum_1", kHeard = "node_layer_norm_8";  // 384 numbers; as many for each of 400 tokens of 20 ms
/// Tokens before the end of the audio, from and to. A question is asked after 0.2 s of quiet.
constexpr std::array<std::pair<std::int64_t, std::int64_t>, 4> kStretches{{{10, 0}, {20, 10}, {35, 20}, {70, 35}}};

NodePtr number(std::int64_t value) { return ov::op::v0::Constant::create(ov::element::i64, {1}, {value}); }

ov::Output<ov::Node> mean_of(const NodePtr& tokens, std::int64_t from, std::int64_t to) {
  constexpr auto kToTheEnd = std::numeric_limits<std::int64_t>::max();
  const auto some = std::make_shared<ov::op::v8::Slice>(tokens, number(from), number(to == 0 ? kToTheEnd : to), number(1), number(1));
  return std::make_shared<ov::op::v1::ReduceMean>(some, number(1))->output(0);
}

}  // namespace

int drop_harmful_roundings(ov::Model& model) {
  const auto nodes = model.get_ordered_ops();
  const auto is_rounding = [](const NodePtr& node) { return is(node, "FakeQuantize"); };
  constexpr auto kOfSmartTurn = 78;
  if (std::count_if(nodes.begin(), nodes.end(), is_rounding) != kOfSmartTurn) return 0;
  return static_cast<int>(std::count_if(nodes.begin(), nodes.end(), [&](const NodePtr& node) { return is_rounding(node) && bypass(node); }));
}

bool tell_impression(ov::Model& model) {
  NodePtr pooled, heard;
  for (const auto& node : model.get_ordered_ops()) {
    if (node->get_friendly_name() == kPooled) pooled = node;
    if (node->get_friendly_name() == kHeard) heard = node;
  }
  if (pooled == nullptr || heard == nullptr) return false;
  ov::OutputVector parts{pooled};
  for (const auto& [from, to] : kStretches) parts.push_back(mean_of(heard, -from, -to));
  auto all = std::make_shared<ov::op::v0::Concat>(parts, 1);
  all->get_output_tensor(0).set_names({std::string(kImpression)});
  model.add_output(all->output(0));
  return true;
}

}  // namespace codevoice::speech
