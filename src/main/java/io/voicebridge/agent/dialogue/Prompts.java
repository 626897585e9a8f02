package io.voicebridge.agent.dialogue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lines and phrases that every dialogue has unless its author gives others. */
final class Prompts {

    static final String NOT_UNDERSTOOD = "Sorry, I did not catch that.";
    static final String TAKEOVER = "Sorry, I lost you for a moment. Let me ask you that again.";
    static final String STILL_THERE = "Are you still there?";
    static final String YES_NO_KEYS = "Press 1 for yes, or 2 for no.";
    static final String NUMBER_KEYS = "Please enter the number with your keys, then press pound.";
    static final String OPT_OUT_CONFIRM = "Do you want me to take you off our call list?";

    static final List<Phrase> YES = phrases(
            "yes",
            "yeah",
            "yep",
            "yes I do",
            "yes please",
            "sure",
            "correct",
            "right",
            "that is right",
            "that is correct",
            "I do",
            "okay",
            "of course",
            "absolutely",
            "definitely",
            "please do");

    static final List<Phrase> NO = phrases(
            "no",
            "nope",
            "nah",
            "no I do not",
            "not really",
            "no thank you",
            "no thanks",
            "I do not",
            "that is wrong",
            "wrong",
            "not yet");

    static final List<Phrase> OPT_OUT = phrases(
            // The first four are what a recogniser is told to expect: as callers say it, and unlike each other
            "take me off your list",
            "remove me from your list",
            "stop calling me",
            "do not call me again",
            "take me off",
            "off your list",
            "off the list",
            "remove me",
            "remove my number",
            "stop calling",
            "do not call me",
            "do not call",
            "do not call again",
            "never call me",
            "unsubscribe",
            "no more calls");

    static final List<Phrase> REPEAT = phrases(
            "repeat that",
            "say that again",
            "say it again",
            "pardon",
            "come again",
            "what did you say",
            "can you repeat",
            "repeat the question");

    static final List<Phrase> GOODBYE =
            phrases("goodbye", "bye", "bye bye", "good bye", "I have to go", "I need to go", "hang up");

    static final List<Phrase> VOICEMAIL = phrases(
            "leave a message",
            "leave your message",
            "leave me a message",
            "leave your name",
            "after the tone",
            "after the beep",
            "at the tone",
            "is not available",
            "can not take your call",
            "voice mail",
            "voicemail",
            "the person you are calling",
            "get back to you");

    private Prompts() {}

    /** The lines that can be rendered ahead. */
    static List<String> fixed() {
        return List.of(NOT_UNDERSTOOD, STILL_THERE, YES_NO_KEYS, NUMBER_KEYS);
    }

    /** How a step's keys are told. */
    static String keys(Step step) {
        if (step.askKeys().isPresent()) {
            return step.askKeys().get().say();
        }
        if (step.kind().isNumeric()) {
            return NUMBER_KEYS;
        }
        return step.replies().stream()
                .flatMap(reply -> reply.key().stream().map(key -> "For " + reply.spoken() + ", press " + key + "."))
                .collect(Collectors.joining(" "));
    }

    private static List<Phrase> phrases(String... texts) {
        return Stream.of(texts).map(Phrase::of).toList();
    }
}
