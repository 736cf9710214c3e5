#include "speech/deepgram_stt.hpp"

#include "speech/deepgram_stt_stream.hpp"

namespace codevoice::speech {

std::string DeepgramStt::name() const {
  return "Deepgram " + (config_.dialect == Dialect::Flux ? account_->config.flux_model : account_->config.model);
}

Result<std::unique_ptr<SttStream>> DeepgramStt::open(asio::any_io_executor executor, SttListener listener) {
  if (const auto refused = account_->listening.refused()) return fail(ErrorKind::Denied, *refused);
  if (config_.has_fallback && account_->listening.open(account_->clock.now())) {
    return fail(ErrorKind::Unavailable, "left alone for a while after failures");
  }
  auto coder = SttCoder::create(config_.encoding);
  if (!coder) return tl::unexpected(coder.error());
  auto listening = std::make_shared<DeepgramListening>(executor, account_, config_, std::move(*coder), std::move(listener));
  listening->start();
  return std::unique_ptr<SttStream>(std::make_unique<DeepgramSttStream>(std::move(listening)));
}

}  // namespace codevoice::speech
