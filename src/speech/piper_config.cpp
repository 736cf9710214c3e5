#include "speech/piper_config.hpp"

#include <boost/json.hpp>

#include "base/utf8.hpp"

namespace codevoice::speech {
namespace {

namespace json = boost::json;

constexpr char32_t kBegin = U'^';
constexpr char32_t kEnd = U'$';
constexpr char32_t kBlank = U'_';
constexpr std::u32string_view kSilent = U"^$_ ˈˌ.,;:!?-'\"()";  // stress, melody and blanks

const json::value* find(const json::value& root, std::initializer_list<const char*> path) {
  const json::value* at = &root;
  for (const char* key : path) {
    const auto* object = at->if_object();
    at = object != nullptr ? object->if_contains(key) : nullptr;
    if (at == nullptr) return nullptr;
  }
  return at;
}

void read_number(const json::value& root, std::initializer_list<const char*> path, float& into) {
  const auto* value = find(root, path);
  if (value == nullptr || !value->is_number()) return;
  into = static_cast<float>(value->to_number<double>());
}

std::optional<std::vector<std::int64_t>> ids_in(const json::value& value) {
  const auto* list = value.if_array();
  if (list == nullptr) return std::nullopt;
  std::vector<std::int64_t> ids;
  for (const auto& id : *list) {
    if (!id.is_int64()) return std::nullopt;
    ids.push_back(id.get_int64());
  }
  return ids;
}

}  // namespace

Result<PiperConfig> PiperConfig::parse(std::string_view text) {
  boost::system::error_code error;
  const auto root = json::parse(text, error);
  if (error) return fail(ErrorKind::Invalid, "not JSON: " + error.message());
  PiperConfig config;
  if (const auto* rate = find(root, {"audio", "sample_rate"}); rate != nullptr && rate->is_int64()) {
    config.rate_hz = static_cast<std::uint32_t>(rate->get_int64());
  }
  if (config.rate_hz < 8'000 || config.rate_hz > 48'000) return fail(ErrorKind::Invalid, "sample_rate is out of range");
  if (const auto* voice = find(root, {"espeak", "voice"}); voice != nullptr && voice->is_string()) config.espeak_voice = voice->get_string();
  read_number(root, {"inference", "noise_scale"}, config.noise_scale);
  read_number(root, {"inference", "length_scale"}, config.length_scale);
  read_number(root, {"inference", "noise_w"}, config.noise_w);
  const auto* map = find(root, {"phoneme_id_map"});
  if (map == nullptr || !map->is_object()) return fail(ErrorKind::Invalid, "no phoneme_id_map");
  for (const auto& [key, value] : map->get_object()) {
    std::string_view phoneme = key;
    const auto code_point = take_code_point(phoneme);
    auto ids = ids_in(value);
    if (code_point && phoneme.empty() && ids) config.phoneme_ids.emplace(*code_point, std::move(*ids));
  }
  for (const char32_t mark : {kBegin, kEnd, kBlank}) {
    if (!config.phoneme_ids.contains(mark)) return fail(ErrorKind::Invalid, "phoneme_id_map lacks ^, $ or _");
  }
  return config;
}

std::vector<std::int64_t> PiperConfig::ids_of(std::string_view ipa) const {
  std::vector<std::int64_t> ids;
  const auto add = [&](char32_t phoneme) {
    const auto found = phoneme_ids.find(phoneme);
    if (found == phoneme_ids.end()) return false;
    ids.insert(ids.end(), found->second.begin(), found->second.end());
    return true;
  };
  add(kBegin);
  add(kBlank);
  while (const auto phoneme = take_code_point(ipa)) {
    if (add(*phoneme)) add(kBlank);
  }
  add(kEnd);
  return ids;
}

std::size_t PiperConfig::sounds_in(std::string_view ipa) const {
  std::size_t count = 0;
  while (const auto phoneme = take_code_point(ipa)) {
    if (phoneme_ids.contains(*phoneme) && kSilent.find(*phoneme) == std::u32string_view::npos) ++count;
  }
  return count;
}

}  // namespace codevoice::speech
