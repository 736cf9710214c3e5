#include "interview/phrases.hpp"

#include <array>

namespace codevoice::interview {
namespace {

using Phrase = std::string_view;
template <class... P>
constexpr auto list(P... phrase) {
  return std::array<Phrase, sizeof...(P)>{Phrase(phrase)...};
}

constexpr auto kHello = list("Hello, and welcome.", "Hi, it's good to have you here.", "Welcome, and thanks for joining.");
constexpr auto kDisclosure = list("I'm an AI interviewer, not a person. A transcript of what we say is kept.",
                                  "You are talking with an AI today, not with a human. What we say is kept as a transcript.",
                                  "Before we start: I am an AI, and there is no person on this line. A transcript of our conversation is kept.");
constexpr auto kTakeYourTime =
    list("Take your time, thinking pauses are fine. You can always ask me to repeat a question, or to skip it.",
         "Please take your time. Pauses are no problem, and you may ask me to repeat or skip a question whenever you like.",
         "There is no need to hurry, so take your time. If a question is unclear, ask me to repeat it, and you can skip any of them.");
constexpr auto kBegin = list("Let's begin.", "Here is the first question.", "Let's get started.");

constexpr auto kThanks =
    list("Thank you.", "Thanks.", "Thank you, noted.", "All right, thanks.", "Thanks for that.", "Okay, thank you.", "Thank you for that answer.",
         "Thanks, I have that.", "Understood, thank you.", "All right, I've noted that.", "Thanks for walking me through it.",
         "Thank you for going through that.", "Okay, I have noted your answer.", "Thanks, got it.", "Thank you, I've got that.",
         "That's noted, thanks.", "Fine, thanks for your answer.", "Okay, thanks for that.", "I see, thank you.", "Thanks, I've written that down.",
         "Many thanks.", "Thank you, I'm with you.", "Okay, I've got it.", "All right, thank you for that.", "Thanks, I follow you.",
         "I've taken that down, thank you.", "Okay, noted.", "Thank you for telling me.", "Understood.");
constexpr auto kMissing =
    list("There is a bit more to it.", "There's one more part I would like to hear about.", "Let me go a little deeper.",
         "I'd like to hear a little more.", "Let me ask about one more side of it.", "There is another part to this.",
         "Let's look at one more aspect.", "One thing more on this.", "Let me follow up on that.", "There is something more to say here.",
         "I would like to go one step further.", "That isn't quite all of it yet.", "Let's stay with this for a moment.",
         "There is still a piece left.", "Let's take it a bit further.", "I have one more thing on this.", "Let me ask a little more.",
         "Something is still open here.", "We can add something to that.", "A bit is still left to say.", "Let's fill in some more.",
         "Let me pick up on one thing.", "A follow-up on this one.", "I'd like to stay with that a little longer.");
constexpr auto kNarrower = list(
    "Let me ask about one part of it.", "Let me ask more specifically.", "Let me make it more concrete.", "Let's take one piece of it.",
    "Let me come at it from another side.", "Let's try one detail.", "Let me narrow that down.", "Let's look at a smaller part.",
    "I'll ask about something more specific.", "Let me break that down.", "Let's go piece by piece.", "Let me try a narrower question.",
    "Let me focus on one side of it.", "Let's zoom in a little.", "I will put a smaller question to you.", "Let me go into one point.",
    "Let me single out one thing.", "Let's turn to one detail of it.", "I'd like to ask about a part of this.", "Here is a smaller piece of it.");
constexpr auto kBackToQuestion =
    list("Let me bring us back to the question.", "Let's come back to what I asked.", "Let me return to the question itself.",
         "Let's get back to the topic.", "I'd like to come back to the question.", "Back to what we were discussing.", "Let me steer us back to it.",
         "Let's go back to the subject.", "I will take us back to the question.", "Let us return to the topic at hand.");

constexpr auto kDontKnowFine =
    list("That's fine.", "No problem at all.", "That's all right.", "No worries.", "Fair enough.", "That's perfectly okay.", "Not a problem.",
         "Thanks for saying so.", "Okay, that's fine with me.", "Don't worry about it.", "That is quite all right.", "Good to know, thanks.",
         "No harm done.", "Nobody knows everything.", "Thanks for being open about it.", "It's fine not to know.", "Okay, don't worry.",
         "Alright, no problem.");
constexpr auto kSkipFine =
    list("Sure, we leave that one.", "Okay, we skip it.", "All right, let's leave it there.", "No problem, we move on.",
         "Of course, we pass on that.", "Fine, we leave it out.", "Sure, on we go.", "Okay, I'll drop that one.", "We can skip that.",
         "All right, skipped.", "That one is skipped.", "Okay, we let that go.", "Sure, let's leave this one out.", "We'll drop it.");
constexpr auto kNext =
    list("Let's go on to the next question.", "Here is the next one.", "On to the next question.", "Let's move on.", "Next question.",
         "Let me ask you something else.", "Let's turn to another topic.", "Moving on.", "Here's another one.", "Let's go to the next one.",
         "I'll go on to the next question.", "Now to something different.", "Let's take the next question.", "Here comes the next one.",
         "Let's carry on.", "The next question is this.", "Now the following.", "Another question.", "Let me move on to the next one.",
         "Let us look at something else.", "Now for another topic.", "Let's change the subject.");
constexpr auto kLast = list("Here is the last question.", "This is my last question.", "Now to the last question.", "And the last question.");
constexpr auto kOneMoreInTime =
    list("We have time for one more question, so this is the last one.", "There is time for one more, this will be the last question.",
         "Time allows one more, so here is the last question.");
constexpr auto kTimeShort = list("We are nearly out of time, so I'll leave out the questions that remain.",
                                 "Our time is almost up, so we won't get to the other questions. That's no mark against you.",
                                 "I see that the time is nearly over, so we stop with the questions here.");

constexpr auto kRepeatLead = list("Of course, here it is again.", "Sure, once more.", "Certainly.", "Gladly.", "Yes, here's the question again.",
                                  "I'll say it again.", "Of course.", "Sure thing, again.", "No problem, once again.", "Here you go.",
                                  "Sure, I repeat it.", "Yes, of course.", "Once more, then.", "Happy to repeat it.", "I'll repeat that.",
                                  "By all means.", "Let me repeat it.", "Again, for you.", "It was this.", "The question was this.");
constexpr auto kRephraseLead =
    list("Let me put it another way.", "In other words.", "Let me phrase it differently.", "Here it is in other words.",
         "I'll try to say it differently.", "Put differently.", "Let me reword it.", "Another way to ask it is this.", "Let me explain what I mean.",
         "I'll word it another way.", "Let me say that differently.", "What I am after is this.");
constexpr auto kContextLead =
    list("It belongs to the question from before.", "I'm still on the same question.", "This is about the same topic.",
         "I mean it in the context of the last question.", "It's about what you just described.", "Think of what we have just talked about.",
         "That refers to the question before.", "It is a detail of the same question.");
constexpr auto kSlowLead =
    list("I'm afraid I can't change my speed, but here it is again.", "I cannot speak more slowly, sorry, so let me say it once more.",
         "My pace is fixed, I'm sorry, but I'll gladly repeat it as often as you like.", "Sorry, I have just one speed, so here is another go.",
         "The speed is out of my hands, so I say it again.");
constexpr auto kSayAgainLead = list("Let me say that again.", "I was cut off there.", "That got interrupted, so once more.",
                                    "Let me start that over.", "I didn't get to the end of that.", "You may not have heard all of it.",
                                    "Let me finish that.", "Some of that got lost.", "Let me go back for a second.", "That was cut short.",
                                    "So that nothing gets lost.", "I'll begin that again.", "Again from the start.", "We were interrupted.");
constexpr auto kGoOnLead =
    list("Good, then let's go on.", "All right, we continue.", "Okay, then we carry on.", "Fine, let's keep going.", "Great, we go on.",
         "Okay, back to it.", "Good, back to the interview.", "All right, where were we.", "Let's resume.", "On we go, then.");
constexpr auto kWelcomeBack = list("Welcome back.", "Welcome back, let's go on where we were.", "Good, you're back.", "Hello again, welcome back.",
                                   "There you are again, welcome back.", "Welcome back, nothing is lost.", "Welcome back, we continue.",
                                   "Great, we are connected again, welcome back.", "Welcome back to the interview.", "You are back, and so am I.");

constexpr auto kMomentFine =
    list("Of course, take your time.", "Sure, think about it.", "No hurry.", "Take all the time you need.", "Sure, I'll wait.", "Go ahead and think.",
         "Of course, I'm here.", "Fine, I'll give you a moment.", "Take a moment.", "Sure, no rush.", "Certainly, I'll wait.", "I'm in no hurry.",
         "Think it through.", "Okay, I'll be quiet for a while.");
constexpr auto kPauseFine =
    list("All right, we pause. Say continue when you are ready.", "Sure, let's have a break. Just say that you're ready when you are back.",
         "Okay, we stop the clock for now. Tell me to continue when you like.", "No problem, this is a break. Say go on to continue.",
         "Fine, I'm pausing. When you want to resume, tell me.", "Of course, we take a break here. Call me when you are ready.");
constexpr auto kPauseStill = list("We are still on pause.", "The interview is still paused.", "I'm still here, we're pausing.", "Still on a break.",
                                  "Just so you know, we are paused.", "The break is still on.", "I'm waiting for your word to continue.",
                                  "Whenever you're ready, say continue.");
constexpr auto kPauseOver = list("The break has been a long one, so let's continue.", "I would like to go on now.", "Let's take it up again.",
                                 "It's time to pick up again.", "I'll go on from here.", "Let us get back to work.");
constexpr auto kStopConfirm = list("Do you want to end the interview here? Please say yes or no.", "Shall we end the interview now, yes or no?",
                                   "Just to be sure: do you want to stop the whole interview?", "Should I end the interview at this point?",
                                   "You would like to finish here, is that right?", "To confirm: end the interview now?");
constexpr auto kStopUnclear = list("Please say yes to end the interview, or no to go on.", "If you want to end it, say yes.",
                                   "A yes ends the interview, otherwise we go on.", "I did not catch whether you want to end it.");

constexpr auto kSilenceTake =
    list("Take your time.", "No rush, take the time you need.", "I'm listening.", "Take as long as you need.", "Go ahead whenever you are ready.",
         "It's fine to think for a while.", "I'm still here, take your time.", "You can think aloud if that helps.", "Just start anywhere you like.",
         "No pressure.", "Whenever you are ready.", "Feel free to think out loud.", "A rough answer is fine, too.", "There is time to think.",
         "I'm all ears.", "You may begin with whatever comes to mind.", "Quiet thinking is fine.", "Start when it suits you.", "I can wait.",
         "Let it come in its own time.", "Please go on when you're ready.", "Even part of an answer is welcome.", "Don't let me hurry you.",
         "Any first thought is good.");
constexpr auto kSilenceOffer =
    list("Shall I repeat the question, or would you rather skip it?", "I can repeat it, or we can skip it.",
         "Would you like to hear it again, or go to the next one?", "If you like, I'll repeat the question or leave it out.",
         "You can say repeat, or skip.", "Would it help if I repeated it?", "Tell me if you want it repeated or skipped.",
         "We can also come to something else, just say skip.", "I could say it in other words, if you ask me to.",
         "If this one does not suit you, say skip.", "Do you want to hear the question once more?", "Should I repeat it, or shall we leave it?",
         "You may ask for the question again, or pass.", "Say again if you'd like to hear it once more, or pass if not.",
         "A skip is fine, and so is a repeat.", "If you can't hear me, please check your sound.", "Is everything all right on your side?",
         "I haven't heard anything for a while.", "Maybe your microphone is muted.", "Let me know how you'd like to go on.");
constexpr auto kSilenceGoOn =
    list("I'll go on for now.", "Let's leave this one for now.", "We leave it here.", "Let me go on then.", "I will move us along.",
         "Okay, let's try something else.", "We'll leave that open.", "I'll take us further.", "Let's not get stuck here.",
         "Fine, we leave this open.", "Then I'll carry on.", "We'll go past this one.", "Let's set this aside.", "I'll leave it at that.");
constexpr auto kNotHeard =
    list("I'm sorry, I couldn't make that out. Could you say it again?", "Sorry, that didn't come through. Would you repeat it?",
         "I did not catch that. Please say it once more.", "The sound was unclear just now. Can you say that again?",
         "Excuse me, I couldn't hear that well. One more time, please?", "That was hard to hear. Could you repeat your answer?",
         "I missed that. Please repeat it.", "Sorry, I didn't understand the sound. Could you try again?",
         "The line was unclear. Please say your answer again.", "I couldn't follow the audio. Can you repeat what you said?");
constexpr auto kNotHeardGoOn =
    list("I still can't hear it clearly, so I'll go on. It won't count against you.",
         "The sound is still unclear, so let's move past it. That is not your fault.",
         "It still doesn't come through. We leave it, without any harm to you.", "I'm afraid I can't make it out. I mark it as not heard and go on.",
         "Sorry, it's not understandable on my side. I note that the sound failed and continue.",
         "I could not hear it this time either. That's noted as a technical problem.",
         "The audio fails me here. I go on, and it isn't held against you.", "No luck with the sound. We continue, and this one is left out.");

constexpr auto kAboutAi = list("Yes, I'm an AI, there is no person behind this voice.", "I am a computer program, an AI interviewer.",
                               "Yes, you are speaking with a machine.", "I'm software, not a human being.",
                               "An AI asks the questions here, no person does.", "I am an AI, so you are talking with a machine.");
constexpr auto kRecorded = list("Yes, our conversation is being recorded, and a transcript is kept.",
                                "It is, both the audio and a transcript are kept.", "Yes, audio and transcript are both stored.",
                                "A recording of the audio is made, and a transcript with it.", "What is said here is kept as audio and as text.");
constexpr auto kNotRecorded = list(
    "The audio isn't recorded, but a transcript of what we say is kept.", "No audio is kept, only the text of what was said.",
    "There is a written transcript, and no recording of your voice.", "Just the text is kept, the sound is not.", "Nothing but a transcript stays.");
constexpr auto kScoring = list("What you say is compared with key points for each question. How you speak, your accent or your pauses don't count.",
                               "Only the content of your answers matters, point by point. Your voice and your silences are not rated.",
                               "Each question has a few points that a good answer holds. The way you talk plays no part.",
                               "Your words are held against a list of points, one list for each question. Speed and accent make no difference.",
                               "It is about which points you name, and nothing else.");
constexpr auto kDecision =
    list("People decide, not me. I only ask the questions and keep the notes.", "The team makes the decision. I have no say in it.",
         "A human being looks at it and decides. My part ends with this conversation.", "That is up to people who read what was said.",
         "The choice is made by humans, without me.");
constexpr auto kResults =
    list("I can't tell you that here, the team will let you know.", "That's not something I know. Please ask the team, they will tell you.",
         "I have no information about that. The team will get back to you.", "When you hear back is for the team to say.",
         "The team will be in contact, I know no more than that.");
constexpr auto kHowLong = list("I have {questions} and about {minutes} to go.", "There are {questions} and roughly {minutes} left.",
                               "{questions} remaining, and something like {minutes}.", "That leaves {questions} and {minutes}, more or less.",
                               "{questions} to come, in around {minutes}.", "We are left with {questions}, for which we have {minutes}.");
constexpr auto kHearing = list("Yes, I can hear you.", "I hear you fine.", "Loud and clear.", "You come through well.", "Yes, the sound is there.");
constexpr auto kYourCall =
    list("Decide that as you see fit, and tell me what you assume.", "That's up to you, just say which assumption you make.",
         "Take it the way that makes most sense to you.", "Please choose, and explain your choice.",
         "Make any reasonable assumption, and mention it.", "You decide, I'm interested in your reasoning.", "I leave that open on purpose.",
         "Either way is fine, just tell me why.", "Go with what you find sensible.", "I'd like you to judge that yourself.");
constexpr auto kPleaseGoOn =
    list("Please go on.", "Go ahead.", "Back to you.", "Please continue with your answer.", "Over to you.", "So, please carry on.",
         "The floor is yours.", "Now back to the question.", "Please take it from here.", "Your turn.");

constexpr auto kYourQuestions = list("That was my last question. Is there anything you would like to ask about this interview?",
                                     "I'm through with my questions. Do you have any for me about how this works?",
                                     "Those were all my questions. Would you like to ask me something about the process?");
constexpr auto kAnythingElse = list("Anything else?", "Is there something else?", "Do you have another question?", "Any further questions?",
                                    "What else would you like to know?", "Is that all, or is there more?", "Anything more on your mind?");
constexpr auto kCannotTell = list("I can't answer that here, but the team can.", "That I don't know. Please take it up with the team.",
                                  "I have no answer to that, I'm afraid.", "That is a good one for the people you are in touch with.",
                                  "I can only speak about this interview itself.", "Someone from the team will know that better.");

constexpr auto kCloseCompleted = list("That's the end of the interview. Your answers are kept for the team. Thank you for your time, and goodbye.",
                                      "We are done, then. Thank you for taking part, the team has your answers now. Goodbye.",
                                      "Then we've reached the end. Thanks a lot for the conversation, and have a good day.");
constexpr auto kCloseTime = list("Our time is up, so we end here. What you said is kept for the team. Thank you, and goodbye.",
                                 "The time is over now, and I have to close. Thank you for your answers, and goodbye.",
                                 "We have used up our time. Many thanks for talking with me, and goodbye.");
constexpr auto kCloseCandidate = list("All right, I end the interview here. What you said so far is kept. Thank you, and goodbye.",
                                      "Okay, then we stop at this point. Thank you for the time you took, and goodbye.",
                                      "Then I'll close here, as you wish. Thanks for coming, and goodbye.");
constexpr auto kCloseNoAnswer =
    list("I haven't been able to hear an answer, so I end the interview here. Please get in touch with the team if something went wrong. Goodbye.",
         "I can't hear you, so it makes no sense to go on. If this was a technical problem, please contact the team. Goodbye.",
         "No answer is reaching me, so I have to stop. The team can arrange another try. Goodbye.");
constexpr auto kPraiseLeads = list("That's right", "Yes", "Correct", "Exactly", "Right", "True", "Good", "Indeed", "I agree", "Well put");

using List = std::span<const Phrase>;
constexpr std::array<List, static_cast<std::size_t>(Occasion::Count_)> kLists{
    kHello,          kDisclosure,   kTakeYourTime,   kBegin,         kThanks,       kMissing,    kNarrower,      kBackToQuestion, kDontKnowFine,
    kSkipFine,       kNext,         kLast,           kOneMoreInTime, kTimeShort,    kRepeatLead, kRephraseLead,  kContextLead,    kSlowLead,
    kSayAgainLead,   kGoOnLead,     kWelcomeBack,    kMomentFine,    kPauseFine,    kPauseStill, kPauseOver,     kStopConfirm,    kStopUnclear,
    kSilenceTake,    kSilenceOffer, kSilenceGoOn,    kNotHeard,      kNotHeardGoOn, kAboutAi,    kRecorded,      kNotRecorded,    kScoring,
    kDecision,       kResults,      kHowLong,        kHearing,       kYourCall,     kPleaseGoOn, kYourQuestions, kAnythingElse,   kCannotTell,
    kCloseCompleted, kCloseTime,    kCloseCandidate, kCloseNoAnswer};

}  // namespace

std::span<const std::string_view> phrases(Occasion occasion) noexcept { return kLists[static_cast<std::size_t>(occasion)]; }

std::span<const std::string_view> praise_leads() noexcept { return kPraiseLeads; }

}  // namespace codevoice::interview
