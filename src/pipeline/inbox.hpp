// The two-lane queue before a stage: urgent frames overtake, ordered ones keep their order.
// Overflow:  audio drops the oldest audio and counts; all other ordered frames suspend their producer; urgent frames never
//            wait, and beyond their (generous) limit the newest is dropped and counted as a fault.
// Thread:    the session's strand. One taker, any number of producers.
#pragma once

#include <boost/circular_buffer.hpp>

#include "pipeline/drop_counter.hpp"
#include "pipeline/frame.hpp"
#include "pipeline/reply_epoch.hpp"
#include "pipeline/signal.hpp"

namespace codevoice::pipeline {

struct InboxLimits {
  std::size_t audio = 100;   // AudioRawFrames: 2 s
  std::size_t ordered = 32;  // all other ordered frames
  std::size_t urgent = 256;
};

enum class Direction : std::uint8_t { Forward, Feedback };

struct Mail {
  Frame frame;
  Direction direction = Direction::Forward;
};

class Inbox {
 public:
  Inbox(const asio::any_io_executor& executor, const ReplyEpoch& epoch, InboxLimits limits, DropCounter& drops);

  /// By the frame's lane.
  Awaitable<void> put(Frame frame);
  void put_urgent(Mail mail);
  /// Drops the replies of epochs that are over.
  void purge();
  /// The next frame; replies of an older epoch are not given out.
  Awaitable<Mail> take();
  /// Wakes producers, who then drop what they hold.
  void close();
  std::size_t size() const { return urgent_.size() + ordered_.size(); }

 private:
  bool is_stale(const Frame& frame) const { return belongs_to_reply(frame.payload) && frame.reply_epoch < epoch_.current(); }
  void push_audio(Frame frame);
  void append(Frame frame);
  Frame pop_ordered();

  const ReplyEpoch& epoch_;
  InboxLimits limits_;
  DropCounter& drops_;
  boost::circular_buffer<Mail> urgent_;
  boost::circular_buffer<Frame> ordered_;  // both grow to their peak and stay there
  std::size_t audio_count_ = 0;
  bool closed_ = false;
  Signal filled_;
  Signal drained_;
};

}  // namespace codevoice::pipeline
