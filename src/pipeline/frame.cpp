#include "pipeline/frame.hpp"

#include <type_traits>

namespace codevoice::pipeline {
namespace {

template <class P>
struct NameOf;
#define CODEVOICE_FRAME_NAME(type)                   \
  template <>                                        \
  struct NameOf<type> {                              \
    static constexpr std::string_view value = #type; \
  };
CODEVOICE_FRAME_NAME(AudioRawFrame)
CODEVOICE_FRAME_NAME(UserStartedSpeakingFrame)
CODEVOICE_FRAME_NAME(UserStoppedSpeakingFrame)
CODEVOICE_FRAME_NAME(UserAudioLostFrame)
CODEVOICE_FRAME_NAME(TranscriptionFrame)
CODEVOICE_FRAME_NAME(UserTurnEndedFrame)
CODEVOICE_FRAME_NAME(UserFalseStartFrame)
CODEVOICE_FRAME_NAME(LLMMessagesFrame)
CODEVOICE_FRAME_NAME(TextFrame)
CODEVOICE_FRAME_NAME(LLMFullResponseEndFrame)
CODEVOICE_FRAME_NAME(MetricsFrame)
CODEVOICE_FRAME_NAME(TTSPrepareFrame)
CODEVOICE_FRAME_NAME(TTSAudioRawFrame)
CODEVOICE_FRAME_NAME(BotStartedSpeakingFrame)
CODEVOICE_FRAME_NAME(BotStoppedSpeakingFrame)
CODEVOICE_FRAME_NAME(TTSTextFrame)
CODEVOICE_FRAME_NAME(HeardFrame)
CODEVOICE_FRAME_NAME(ListenerSoundFrame)
CODEVOICE_FRAME_NAME(InterruptionFrame)
CODEVOICE_FRAME_NAME(ErrorFrame)
CODEVOICE_FRAME_NAME(FallbackFrame)
CODEVOICE_FRAME_NAME(EndFrame)
CODEVOICE_FRAME_NAME(TurnTextRequestFrame)
CODEVOICE_FRAME_NAME(ListeningHintsFrame)
#undef CODEVOICE_FRAME_NAME

template <class P>
inline constexpr bool kIsReply = std::is_same_v<P, LLMMessagesFrame> || std::is_same_v<P, TextFrame> || std::is_same_v<P, LLMFullResponseEndFrame> ||
                                 std::is_same_v<P, TTSAudioRawFrame>;

}  // namespace

Lane lane_of(const Payload& payload) noexcept {
  return std::visit([](const auto& frame) { return kLaneOf<std::decay_t<decltype(frame)>>; }, payload);
}

bool belongs_to_reply(const Payload& payload) noexcept {
  return std::visit([](const auto& frame) { return kIsReply<std::decay_t<decltype(frame)>>; }, payload);
}

std::string_view name_of(const Payload& payload) noexcept {
  return std::visit([](const auto& frame) { return NameOf<std::decay_t<decltype(frame)>>::value; }, payload);
}

}  // namespace codevoice::pipeline
