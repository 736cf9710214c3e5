#include "speech/openvino_turn_graph.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <openvino/core/graph_util.hpp>
#include <openvino/core/node.hpp>
#include <string>
#include <string_view>

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

}  // namespace

int drop_harmful_roundings(ov::Model& model) {
  const auto nodes = model.get_ordered_ops();
  const auto is_rounding = [](const NodePtr& node) { return is(node, "FakeQuantize"); };
  constexpr auto kOfSmartTurn = 78;
  if (std::count_if(nodes.begin(), nodes.end(), is_rounding) != kOfSmartTurn) return 0;
  return static_cast<int>(std::count_if(nodes.begin(), nodes.end(), [&](const NodePtr& node) { return is_rounding(node) && bypass(node); }));
}

}  // namespace codevoice::speech
