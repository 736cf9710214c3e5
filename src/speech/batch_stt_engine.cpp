#include "speech/batch_stt_engine.hpp"

#include "speech/batch_stt_stream.hpp"

namespace codevoice::speech {

BatchSttEngine::BatchSttEngine(WorkerPool& pool, std::shared_ptr<Transcriber> transcriber, VocabularyRepair repair, Captions captions)
    : shared_(std::make_shared<BatchSttShared>()) {
  shared_->pool = &pool;
  shared_->transcriber = std::move(transcriber);
  shared_->repair = std::move(repair);
  shared_->captions = captions;
}

std::string BatchSttEngine::name() const { return shared_->transcriber->name(); }

Result<std::unique_ptr<SttStream>> BatchSttEngine::open(asio::any_io_executor executor, SttListener listener) {
  return std::unique_ptr<SttStream>(std::make_unique<BatchSttStream>(std::move(executor), shared_, std::move(listener)));
}

}  // namespace codevoice::speech
