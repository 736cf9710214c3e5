#include "speech/openvino_vad.hpp"

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>

#include "speech/openvino_runtime.hpp"

namespace codevoice::speech {
namespace {

constexpr std::size_t kContext = 64;  // samples of the window before that the model wants to see again
constexpr std::size_t kInput = kContext + kVadWindow;
constexpr std::size_t kHidden = 128;
constexpr std::size_t kLargestBatch = 32;

struct Memory {  // what Silero carries from window to window
  std::array<float, kContext> context{};
  std::array<float, kHidden> hidden{};
  std::array<float, kHidden> cell{};
};

struct Request {
  std::shared_ptr<Memory> memory;
  std::array<std::int16_t, kVadWindow> window;
  std::optional<Result<float>> answer;  // guarded by the batcher's run lock
};
using Requests = std::vector<std::shared_ptr<Request>>;

// A compiled primitive per batch size is kept: few sizes, the rest is padding.
std::size_t padded(std::size_t size) {
  std::size_t bucket = 1;
  while (bucket < size) bucket *= 2;
  return bucket;
}

}  // namespace

class OpenVinoVad::Batcher {
 public:
  explicit Batcher(ov::CompiledModel model) : model_(std::move(model)), infer_(model_.create_infer_request()) {}

  void add(std::shared_ptr<Request> request) {
    const std::scoped_lock lock(pending_mutex_);
    pending_.push_back(std::move(request));
  }

  /// On the pool: runs batches until `request` has its answer (often an earlier job's batch took it along already).
  Result<float> answer(const std::shared_ptr<Request>& request) {
    const std::scoped_lock lock(run_mutex_);
    while (!request->answer) run_batch(take());  // it waits in pending_ until a batch takes it
    return *request->answer;
  }

  /// Compiles the primitives of every batch size now instead of in the first busy second.
  Result<void> warm_up() {
    for (std::size_t size = 1; size <= kLargestBatch; size *= 2) {
      Requests batch;
      for (std::size_t i = 0; i < size; ++i) {
        batch.push_back(std::make_shared<Request>());
        batch.back()->memory = std::make_shared<Memory>();
      }
      const std::scoped_lock lock(run_mutex_);
      run_batch(batch);
      if (!*batch.front()->answer) return tl::unexpected(batch.front()->answer->error());
    }
    batches_ = 0;
    windows_ = 0;
    return {};
  }

  Counters counters() const { return {batches_.load(), windows_.load()}; }

 private:
  /// Up to kLargestBatch waiting windows, one per stream: a stream's second window needs the memory its first leaves.
  Requests take() {
    const std::scoped_lock lock(pending_mutex_);
    Requests batch;
    std::deque<std::shared_ptr<Request>> later;
    for (; !pending_.empty() && batch.size() < kLargestBatch; pending_.pop_front()) {
      const auto& next = pending_.front();
      const bool twice = std::any_of(batch.begin(), batch.end(), [&](const auto& r) { return r->memory == next->memory; });
      (twice ? later.push_back(next) : batch.push_back(next));
    }
    pending_.insert(pending_.begin(), later.begin(), later.end());
    return batch;
  }

  void run_batch(const Requests& batch) {
    try {
      infer(batch);
    } catch (const std::exception& problem) {
      for (const auto& request : batch) request->answer = fail(ErrorKind::Internal, std::string("voice activity: ") + problem.what());
    }
    ++batches_;
    windows_ += batch.size();
  }

  void infer(const Requests& batch) {
    const std::size_t size = padded(batch.size());
    ov::Tensor input(ov::element::f32, {size, kInput});
    ov::Tensor state(ov::element::f32, {2, size, kHidden});
    std::fill_n(input.data<float>(), input.get_size(), 0.0F);
    std::fill_n(state.data<float>(), state.get_size(), 0.0F);
    auto* const inputs = input.data<float>();
    auto* const states = state.data<float>();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      load(*batch[i], inputs + i * kInput, states + hidden_at(i), states + cell_at(i, size));
    }
    infer_.set_tensor("input", input);
    infer_.set_tensor("state", state);
    infer_.set_tensor("sr", rate_);
    infer_.infer();
    const auto probabilities = infer_.get_tensor("output");
    const auto left = infer_.get_tensor("stateN");
    const auto* const next = left.data<const float>();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      store(*batch[i], inputs + i * kInput, next + hidden_at(i), next + cell_at(i, size));
      batch[i]->answer = std::clamp(probabilities.data<const float>()[i], 0.0F, 1.0F);
    }
  }

  static std::size_t hidden_at(std::size_t index) { return index * kHidden; }
  static std::size_t cell_at(std::size_t index, std::size_t size) { return (size + index) * kHidden; }

  static void load(const Request& request, float* input, float* hidden, float* cell) {
    const auto& memory = *request.memory;
    input = std::copy(memory.context.begin(), memory.context.end(), input);
    std::transform(request.window.begin(), request.window.end(), input, [](std::int16_t s) { return static_cast<float>(s) / 32768.0F; });
    std::copy(memory.hidden.begin(), memory.hidden.end(), hidden);
    std::copy(memory.cell.begin(), memory.cell.end(), cell);
  }

  static void store(const Request& request, const float* input, const float* hidden, const float* cell) {
    auto& memory = *request.memory;
    std::copy_n(input + kVadWindow, kContext, memory.context.begin());
    std::copy_n(hidden, kHidden, memory.hidden.begin());
    std::copy_n(cell, kHidden, memory.cell.begin());
  }

  static ov::Tensor rate_tensor() {
    ov::Tensor rate(ov::element::i64, {});
    *rate.data<std::int64_t>() = 16'000;
    return rate;
  }

  std::mutex run_mutex_;
  ov::CompiledModel model_;
  ov::InferRequest infer_;
  ov::Tensor rate_ = rate_tensor();
  std::mutex pending_mutex_;
  std::deque<std::shared_ptr<Request>> pending_;
  std::atomic<std::uint64_t> batches_ = 0;
  std::atomic<std::uint64_t> windows_ = 0;
};

class OpenVinoVad::Stream final : public VadStream {
 public:
  Stream(std::shared_ptr<Batcher> batcher, WorkerPool& pool) : batcher_(std::move(batcher)), pool_(pool) {}

  Awaitable<Result<float>> probability(std::array<std::int16_t, kVadWindow> window) override {
    auto request = std::make_shared<Request>();
    request->memory = memory_;
    request->window = window;
    batcher_->add(request);
    std::function<Result<float>()> job = [batcher = batcher_, request] { return batcher->answer(request); };
    co_return co_await pool_.run<float>(Priority::Vad, std::move(job));
  }

  // a window still running keeps the old memory and cannot touch the new one
  void reset() override { memory_ = std::make_shared<Memory>(); }

 private:
  std::shared_ptr<Batcher> batcher_;
  WorkerPool& pool_;
  std::shared_ptr<Memory> memory_ = std::make_shared<Memory>();
};

Result<std::unique_ptr<OpenVinoVad>> OpenVinoVad::create(const OpenVinoRuntime& runtime, const ModelFile& file, WorkerPool& pool) {
  auto model = runtime.compile(file);
  if (!model) return tl::unexpected(model.error());
  try {
    auto batcher = std::make_shared<Batcher>(std::move(*model));
    if (!batcher->warm_up()) return unusable(file);  // a model with other inputs
    return std::unique_ptr<OpenVinoVad>(new OpenVinoVad(std::move(batcher), pool));
  } catch (const std::exception&) {
    return unusable(file);
  }
}

std::unique_ptr<VadStream> OpenVinoVad::open_stream() { return std::make_unique<Stream>(batcher_, pool_); }
OpenVinoVad::Counters OpenVinoVad::counters() const { return batcher_->counters(); }

}  // namespace codevoice::speech
