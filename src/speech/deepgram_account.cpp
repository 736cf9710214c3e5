#include "speech/deepgram_account.hpp"

namespace codevoice::speech {
namespace {

std::string with_scheme(const std::string& url, std::string_view secure, std::string_view plain) {
  const auto colon = url.find("://");
  if (colon == std::string::npos) return url;
  const bool is_secure = url.starts_with("wss:") || url.starts_with("https:");
  return std::string(is_secure ? secure : plain) + url.substr(colon);
}

}  // namespace

std::string DeepgramAccount::socket_url(const std::string& target) const { return with_scheme(config.url, "wss", "ws") + target; }
std::string DeepgramAccount::request_url(const std::string& target) const { return with_scheme(config.url, "https", "http") + target; }

bool DeepgramAccount::refuse(unsigned status) {
  std::string why;
  if (status == 401 || status == 403) why = "Deepgram does not accept DEEPGRAM_API_KEY (" + std::to_string(status) + ")";
  if (status == 402) why = "Deepgram has no credit left for the project of DEEPGRAM_API_KEY (402)";
  if (why.empty()) return false;
  listening.refuse(why);
  speaking.refuse(why);
  return true;
}

}  // namespace codevoice::speech
