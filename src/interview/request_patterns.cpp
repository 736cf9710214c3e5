#include "interview/request_patterns.hpp"

#include <array>

namespace codevoice::interview {
namespace {

struct Row {
  Intent intent;
  Reach reach;
  std::string_view text;
};

using enum Intent;
constexpr auto kWhole = Reach::Whole;
constexpr auto kSentence = Reach::Sentence;
constexpr auto kAnywhere = Reach::Anywhere;

// words such as "please", "okay" and "sorry" at the ends of a sentence are gone before a pattern sees it
constexpr auto kRows = std::to_array<Row>({
    {Stop, kAnywhere, "stop|end|finish|terminate|cancel|abort|quit|leave the|this|our interview"},
    {Stop, kSentence,
     "[i|can|could|may|let|shall|we] [we|i|us|want|need|would|have|must] [like|to] [to] stop|end|finish|quit|leave the|this|our "
     "interview|session|call|conversation [here|now] [please]"},
    {Stop, kSentence, "i want|need|have|must|got|gotta|prefer [to] stop|quit|leave|end|finish|go [it|this] [here|now] [now]"},
    {Stop, kSentence, "i would like|prefer to stop|quit|leave|end|finish [it|this] [here|now]"},
    {Stop, kSentence, "i think [that] i|we will|should|would|want|am|must|are [like|to|going] [to] stop|quit|end|finish [it|this] [here|now]"},
    {Stop, kSentence, "can|could|may|shall|let we|i|us stop|end|finish|quit|leave [it|this] [here|now]"},
    {Stop, kSentence, "i am done with the|this interview"},
    {Stop, kSentence, "i do not want to continue|go|do [on|this] [with] [the|this] [interview] [anymore|any] [more]"},
    {Stop, kWhole, "stop|quit|goodbye|bye|exit [bye|now|here]"},
    {Stop, kWhole, "good bye"},
    {Stop, kWhole, "stop it|this|now|here [now]"},
    {Stop, kWhole, "that is enough [for] [today|now|me]"},
    {Stop, kWhole, "i am done"},
    {Stop, kWhole, "let us call it a day"},

    {Pause, kAnywhere, "pause|interrupt|suspend the|this|our interview|session"},
    {Pause, kSentence, "can|could|may|let|shall we|i|us|you pause [here|this|it|now] [for] [a] [moment|second|minute|bit]"},
    {Pause, kSentence, "can|could|may|let|shall we|i|us take|have a [short|quick|little|five|5] [minute] break|pause"},
    {Pause, kSentence, "i [would] need|want|like [to] [take|have] a [short|quick|little|five|5|bathroom|toilet] [minute] break|pause"},
    {Pause, kSentence, "i [need|have|must|will] [to] get|answer the|my door|phone"},
    {Pause, kSentence, "i will be [right] back [in] [a] [minute|second|moment]"},
    {Pause, kSentence, "someone|somebody is at the|my door"},
    {Pause, kSentence, "my phone is ringing"},
    {Pause, kWhole, "pause [it|this|now|here]"},
    {Pause, kWhole, "break time|please"},

    {Skip, kAnywhere, "skip this|that|the question"},
    {Skip, kAnywhere, "go|move|proceed|jump|get [on|ahead|forward] to|with the|your next question|topic"},
    {Skip, kAnywhere, "ask me something|another else|question"},
    {Skip, kSentence,
     "can|could|may|let|i|shall|would [we|i|us|you|rather|will|would|just] [like] [to] skip|pass|leave [on] [over] [it|this|that|one] [out] "
     "[one|question]"},
    {Skip, kSentence, "[can|could|shall|let] [we|us] move|go on|ahead|forward [to|with] [the] [next] [one]"},
    {Skip, kSentence, "let|can|could|may|shall us|we|i go|move|jump|skip|proceed [on|ahead] to the next one|1|question|topic"},
    {Skip, kSentence, "i want|need|prefer to skip|pass [on] [it|this|that|the] [one|1|question]"},
    {Skip, kSentence, "skip|pass [on|over] it|this|that|the [one|question]"},
    {Skip, kSentence, "let|can|could|may|shall us|we|i keep this|that|the one|question [for] [later]"},  // also how "skip" is heard
    {Skip, kSentence, "[the] next question|topic"},
    {Skip, kSentence, "i would rather|prefer not [to] answer [that|this] [one|question]"},
    {Skip, kSentence, "i do not want to answer [that|this|it] [one|question]"},
    {Skip, kSentence, "i have no answer to|for that|this [one|question]"},
    {Skip, kSentence, "i [will|would] pass"},
    {Skip, kWhole, "skip|pass|next [it|this|that|one]"},

    {Repeat, kAnywhere, "repeat|reread the|your|that|this|last|previous question"},
    {Repeat, kSentence, "* repeat * question [please]"},  // its first words are often misheard
    {Repeat, kAnywhere, "can|could|would|will|may you [please|maybe|just] repeat"},
    {Repeat, kAnywhere,
     "can|could|would|will|may you [please|maybe|just] say|read|ask that|it|this|the [question|one|last] [part] again|once [more]"},
    {Repeat, kAnywhere, "can|could|would|will|may you [please|maybe|just] say|read|ask that|it|this|the [question] one|1 more time"},
    {Repeat, kAnywhere, "what was the|your [first|last|second] [part] [of] [the] question"},
    {Repeat, kAnywhere, "what is the|your question again"},
    {Repeat, kAnywhere,
     "i did|could not hear|catch|get|understand the|your|that|you [first|last] [part|bit|sentence|question] [of] [the] [question]"},
    {Repeat, kAnywhere, "i forgot|missed the|your|half [first|last|second] [part|bit|half] [of] [the|your] question"},
    {Repeat, kAnywhere, "hear|have the|that question again|once [more]"},
    {Repeat, kSentence, "i [did|could|do|can] not hear|catch|get [what] [that|you|it|this|all] [said|asked] [of] [that|it] [one]"},
    {Repeat, kSentence, "i missed [that|it|what] [you] [said|asked] [part]"},
    {Repeat, kSentence, "what did|do you say|ask|said|asked [again|just]"},
    {Repeat, kSentence, "what was that|it [again]"},
    {Repeat, kSentence, "what is the|your question"},
    {Repeat, kSentence, "say|repeat|ask that|it|this|yourself|the [question] [again|once|one] [more] [time]"},
    {Repeat, kSentence, "come again"},
    {Repeat, kSentence, "i beg your pardon"},
    {Repeat, kWhole, "repeat|again|pardon|what|sorry|huh [me|again]"},
    {Repeat, kWhole, "once|one|1 more [time]"},
    {Repeat, kWhole, "say again"},
    {Repeat, kWhole, "excuse me"},

    {Rephrase, kAnywhere, "rephrase|reword|reformulate|clarify|paraphrase the|your question"},
    {Rephrase, kAnywhere, "can|could|would you [please] rephrase|reword|clarify|elaborate|reformulate|paraphrase [it|that|this] [question]"},
    {Rephrase, kAnywhere, "can|could|would you [please] explain the|that|this|your question"},
    {Rephrase, kAnywhere,
     "can|could|would you [please] put|say|ask|phrase it|that|this|the [question] differently|another|in [way|other|different|simpler] [words]"},
    {Rephrase, kAnywhere, "what do|did you [exactly|actually] mean [by|with|exactly|here] *"},
    {Rephrase, kAnywhere, "i do|did not [really|quite|fully] understand|get the|your|this|that question"},
    {Rephrase, kSentence, "i do|did not [really|quite|fully] understand|follow [you|that|it|this|what] [you] [mean|want|one]"},
    {Rephrase, kSentence, "i am not [quite] sure [that|what] i|you understand|mean|want|are *"},
    {Rephrase, kSentence, "can|could|would you [please] explain|clarify [that|it|this] [a|again|bit] [bit] [more]"},
    {Rephrase, kSentence, "[can|could] [you] give me a hint"},
    {Rephrase, kSentence, "what exactly|precisely do you mean [by|with] [that|this|it]"},
    {Rephrase, kSentence, "i did not [quite|really|fully] get [that|it|this|the] [question|one|1]"},
    {Rephrase, kSentence, "in other words"},
    {Rephrase, kSentence, "rephrase|reword|clarify [that|it|this]"},
    {Rephrase, kSentence, "[the|your|that|this] question is [not] [very|really] [clear|unclear|confusing] [to] [me]"},
    {Rephrase, kSentence, "what does that|the|your mean|question [mean]"},

    {SlowDown, kAnywhere, "can|could|would|will you [please] speak|talk|go|slow [a] [bit|little] slow|slower|slowly|down|more [slowly|down]"},
    {SlowDown, kAnywhere, "you are speaking|talking|going [a] [bit|little|way] too fast"},
    {SlowDown, kSentence, "[please] speak|talk|go [a] [bit|little] slower|slowly"},
    {SlowDown, kSentence, "slow down [a] [bit|little]"},
    {SlowDown, kWhole, "slower|slowly"},
    {SlowDown, kWhole, "[a] [bit|little] more slowly"},

    {Moment, kAnywhere, "give me [just] a|one|1 [short|quick|little] moment|minute|sec"},
    {Moment, kSentence,
     "[can|could] [you] give me [just] a|one|1|some|few [short|quick|few] moment|second|minute|sec|time|seconds|minutes|moments [to] [think] [about] "
     "[it|that|this]"},
    {Moment, kAnywhere, "let me think about|for it|that|this|a [for] [a] [moment|second|minute|bit]"},
    {Moment, kSentence, "wait|hold|hang|one|hmm on|a|one|1|just [a|one|1|second] [moment|second|minute|sec|bit]"},
    {Moment, kSentence, "[just|one|1] [a|one|1] [little] moment|second|minute|sec [to] [think]"},
    {Moment, kSentence,
     "can|could|may i have|get|take|think [about] [it|that] [for] [a|some|one|1] [few|short] [moment|second|minute|time|bit|minutes|seconds] [to] "
     "[think]"},
    {Moment, kSentence,
     "i need|want|have [just] a|some|few|to [few|moment|second|minute|time|think] [moments|seconds|minutes|to|about|for] [think|it|that|a] "
     "[moment|second|bit|about] [it|that]"},
    {Moment, kSentence, "i am [still] thinking"},
    {Moment, kSentence, "let me see|think|consider"},
    {Moment, kSentence, "bear with me [a|one|1] [moment|second]"},
    {Moment, kWhole, "wait [a] [bit]"},

    {DontKnow, kSentence,
     "i [really|honestly|simply] do not [really|actually] know [that|it|this|the|about|anything|much] [one|1|answer|about] [to|this|that|it] "
     "[that|this|question|topic] [one|1]"},
    {DontKnow, kSentence, "i do not know what|how|why|anything|much|which|when *"},
    {DontKnow, kSentence, "[i|honestly] [have] no idea|clue [about|what|how] *"},
    {DontKnow, kSentence, "i do not have any|an|a [good] idea|clue|answer *"},
    {DontKnow, kSentence, "i am not [really|too|so|very|quite] sure [about] [that|it|this|the] [one|1|to|answer] [be] [honest]"},
    {DontKnow, kSentence, "i am not familiar with *"},
    {DontKnow, kSentence, "i can not|never remember|recall|answer|say [of] [that|it|this] [one|1|right|question] [now]"},
    {DontKnow, kSentence, "i do not remember|recall [that|it|this|the] [one|1|right|answer] [now]"},
    {DontKnow, kSentence, "i [have] never heard|worked about|of|with *"},
    {DontKnow, kSentence, "i [have] never used that|it|this"},
    {DontKnow, kSentence, "i have not heard|used|worked about|of|with *"},
    {DontKnow, kSentence, "i have no|not knowledge|experience [of|with|in] *"},
    {DontKnow, kSentence, "[i] can not think of anything|any *"},
    {DontKnow, kSentence, "that is all i know|remember|have [about|on] [it|that|this]"},
    {DontKnow, kSentence, "i do not know more [than] [that|about] [it]"},
    {DontKnow, kSentence, "i do not know [about] the|any rest|more|others"},
    {DontKnow, kSentence, "i give up"},
    {DontKnow, kWhole, "do not|dunno know|remember"},
    {DontKnow, kWhole, "dunno"},
    {DontKnow, kWhole, "not [really|quite] sure [about] [that|it|this]"},
    {DontKnow, kWhole, "i forgot|forget [that|it|this]"},
    {DontKnow, kWhole, "nothing [else|more]"},
    {DontKnow, kWhole, "not a clue"},
    {DontKnow, kSentence, "that is all i can say|tell|think [about|of] [it|that|this]"},

    {AskAi, kAnywhere,
     "are you [actually|really] [a|an] real|ai|robot|bot|human|person|machine|chatbot|chatgpt|computer|program|alive [person|human|program|being]"},
    {AskAi, kAnywhere, "am i [really] talking|speaking|talk|speak to|with [a|an] [real|actual] ai|robot|bot|human|person|machine|chatbot|computer"},
    {AskAi, kSentence, "is this|that|it [a|an] [real] ai|robot|bot|chatbot|human|person [interview|interviewer]"},
    {AskAi, kSentence, "who|what are you"},
    {AskRecording, kAnywhere,
     "is|are this|it|that|the|my|our|you|we|they [interview|call|conversation|voice|session|audio] [being|currently] recorded|recording|taped"},
    {AskRecording, kAnywhere, "is|are my|this|our voice|audio|conversation|answers|interview [being] stored|saved|kept"},
    {AskRecording, kAnywhere, "do|will|are you record|recording|taping this|me|my|the|our [voice|audio|conversation|interview]"},
    {AskRecording, kSentence, "do|will you|they store|save|keep this|me|my|the|our voice|audio|conversation|recording|transcript|answers"},
    {AskRecording, kSentence, "what happens|happen with|to my|the|this recording|transcript|answers|audio|voice|data"},
    {AskRecording, kSentence, "who can|will|gets [to] see|hear|read|listen [to] this|the|my|that recording|transcript|answers|interview"},
    {AskScoring, kSentence,
     "how is|are|am|will this|it|the|my|i [interview|answers|answer|performance] [be|being] scored|graded|rated|evaluated|assessed|judged [here]"},
    {AskScoring, kSentence,
     "how do|will|are you|they score|grade|rate|evaluate|assess|judge|scoring|grading|evaluating [me|this|my|the|us] [answers|interview]"},
    {AskScoring, kSentence, "what is|are [being] [you] [looking] scored|graded|rated|evaluated|evaluating|scoring|assessed|for [here]"},
    {AskScoring, kSentence, "does|will my accent|voice|grammar|pronunciation|english matter|count"},
    {AskResults, kSentence, "what is|was my score|grade|result|points [so] [far]"},
    {AskDecision, kSentence, "[and] who [will|is|are] [going] [to] decides|decide|deciding|reviews|review [this|that|it|here]"},
    {AskDecision, kSentence, "[and] who [will|is] [going] [to] decides|decide|deciding about|on|if|whether *"},
    {AskDecision, kSentence, "[and] who makes the [final|hiring] decision *"},
    {AskDecision, kSentence, "do|will|are you [going] [to] decide|deciding [if|whether|about|on] *"},
    {AskResults, kSentence,
     "[and] when [will|do|can|should] [i|we|the] [results|result|decision] hear|get|know|expect|receive|come|learn "
     "[back|the|my|a|about|from|something|any] [results|result|answer|feedback|decision|you|out] [from] [you]"},
    {AskResults, kSentence,
     "how long|soon will|until|does|do it|i [take] [until|till|before|hear|get] [i] [hear|get|know] [back|the|my|a|results] *"},
    {AskResults, kSentence, "what are|is|happens the|my|next [next|steps] [steps|step]"},
    {AskResults, kSentence, "what happens after|now [this|the] [interview]"},
    {AskResults, kAnywhere, "how did|am|have i do|doing|done|perform|performed [so|in|on|today] [far]"},
    {AskResults, kSentence, "did|have i pass|passed|get|got [the] [job|interview|test]"},
    {AskResults, kSentence, "was|is|were that|my|this [answer|answers] right|correct|good|okay|wrong [answer]"},
    {AskHowLong, kAnywhere, "how many [more] questions [are|do] [there|left|remain|remaining|you] [left|are|in|have] [left]"},
    {AskHowLong, kSentence, "how much [more] time do|is|have|left [i|we|there|left] [have|left] [left|got]"},
    {AskHowLong, kSentence, "how long will|does|is this|the|it interview|going|take|last [take|last|to] [take]"},
    {AskHearing, kAnywhere, "can|do you [even|still] hear me"},
    {AskHearing, kAnywhere, "am i audible"},
    {AskHearing, kSentence, "[hello|hi] are you [still] there|listening"},
    {AskHearing, kSentence, "is anyone|anybody|someone there|here"},

    {AskAssumption, kSentence,
     "can|could|may|shall|should i|we [just|also|then] "
     "assume|use|suppose|take|pick|choose|say|talk|give|explain|start|write|describe|answer|include|ignore|think|go *"},
    {AskAssumption, kSentence, "do you mean|want|need *"},
    {AskAssumption, kSentence, "are you asking|talking|referring|interested|looking *"},
    {AskAssumption, kSentence, "is it okay|fine|allowed|possible|alright|ok if|to *"},
    {AskAssumption, kSentence, "am i allowed to *"},
    {AskAssumption, kSentence, "does it matter if|which|whether|how *"},
    {AskAssumption, kSentence, "is this|that about *"},
    {AskAssumption, kSentence, "in|for which language|context|system|database|sense *"},
    {AskAssumption, kSentence, "for a particular|specific|certain language|system|database|reason"},
    {AskAssumption, kSentence, "you mean *"},
    {AskAssumption, kSentence, "which one|1|language|version|part do you mean|want *"},

    {Resume, kSentence, "let|can us|we continue|resume [now|please|with] [the|interview] [interview]"},
    {Resume, kSentence, "we|i can|could continue|resume [now|please|with] [the|interview] [interview]"},
    {Resume, kSentence, "continue|resume with|please the|now [interview]"},
    {Resume, kSentence, "i am|we ready|back [now|again|to] [continue|go]"},
    {Resume, kSentence, "let us go|carry|move on [now]"},
    {Resume, kWhole, "go|carry on [now]"},
    {Resume, kWhole, "go ahead"},
    {Resume, kWhole, "ready|back|here|continue|resume|proceed [now|again]"},

    {NoQuestions, kSentence, "i [have|do] [not] [have] no|any [more|further|other] questions|question [for|thank|at|from] [you|me|now|the] [moment]"},
    {NoQuestions, kSentence, "no [more|further|other] questions [for|from|at] [you|me|my] [side]"},
    {NoQuestions, kSentence, "that is|was all|it|everything [from] [me|my] [side]"},
    {NoQuestions, kSentence, "i am good|fine"},
    {NoQuestions, kWhole, "none|nope [thanks]"},
    {NoQuestions, kWhole, "no|nope thank you [very|so] [much]"},
    {NoQuestions, kWhole, "no|nothing|none [more|else] from|on my|our side|end"},
    {NoQuestions, kWhole, "no|nothing [more|else] [to] [ask] thank you"},
    {NoQuestions, kWhole, "nothing|not [from|right|at|really] [me|now|this|the] [point|moment]"},
    {NoQuestions, kWhole, "all|everything [is] good|clear|fine"},
    {NoQuestions, kWhole, "i think|guess that is|was it|all|everything"},
    {NoQuestions, kWhole, "[i] [am] done|finished"},

    {Yes, kWhole, "yes|yeah|yep|yup|sure|correct|exactly|absolutely|definitely [yes|please|end|stop|do|i|it|that] [do|end|is|right|stop|it] [it]"},
    {Yes, kWhole, "that is right|correct|fine"},
    {Yes, kWhole, "i do"},
    {Yes, kWhole, "of course"},
    {No, kWhole, "no|nope|nah [no|do|not|continue|i|go|let|we] [not|on|do|want|us|can] [not|end|stop|to|continue|go] [it|on|that]"},
    {No, kWhole, "not [really|yet|now]"},
    {No, kWhole, "i do not"},

    {Acknowledge, kWhole,
     "okay|ok|right|alright|fine|cool|great|nice|good|understood|perfect|mhm|hello|hi|hey|thanks|uh|um|hm|hmm|mm|ah|oh|well|so|yeah|interesting|"
     "noted [question|point|there|hello|hi|okay|good|great] [question]"},
    {Acknowledge, kWhole, "got|i it|see|understand"},
    {Acknowledge, kWhole, "all right"},
    {Acknowledge, kWhole, "good morning|afternoon|evening|day"},
    {Acknowledge, kWhole, "nice|good|pleased|glad to meet|hear|be|talk [you|from|here|to] [you] [too]"},
    {Acknowledge, kWhole, "thank you [very|so] [much]"},
    {Acknowledge, kWhole, "that is|sounds [a] good|fine|great|interesting [question]"},
    {Acknowledge, kWhole, "how are you [today|doing] [today]"},
    {Acknowledge, kWhole, "i am ready|fine|good [to] [start|begin|go]"},
    {Acknowledge, kWhole, "let us [get] begin|start|go|started"},
});

}  // namespace

const std::vector<RequestPattern>& request_patterns() {
  static const std::vector<RequestPattern> kPatterns = [] {
    std::vector<RequestPattern> patterns;
    for (const Row& row : kRows) patterns.push_back({row.intent, row.reach, SpeechPattern(row.text)});
    return patterns;
  }();
  return kPatterns;
}

}  // namespace codevoice::interview
