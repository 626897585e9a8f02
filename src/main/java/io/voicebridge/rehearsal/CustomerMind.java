package io.voicebridge.rehearsal;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Decides what a customer does when the agent has spoken. A customer who understands the question answers that one,
 * even if it is asked a second time; one who does not understand a word goes by the order of the replies. One thread.
 */
final class CustomerMind {

    sealed interface Action {

        /** @param reply its index */
        record Answer(int reply) implements Action {}

        record StayQuiet() implements Action {}

        record HangUp() implements Action {}
    }

    private static final Action QUIET = new Action.StayQuiet();

    private final List<Customer.Reply> replies;
    private final OptionalInt hangsUpAfter;
    private final Set<Integer> given = new HashSet<>();
    private int answers;
    private int last = -1;
    private boolean puzzled;

    CustomerMind(Customer customer) {
        this.replies = customer.replies();
        this.hangsUpAfter = customer.patience().replies();
    }

    /** @param heard the agent's words as far as they were understood; empty where there is no recogniser */
    Action agentSaid(Optional<String> heard) {
        if (hangsUpAfter.isPresent() && answers >= hangsUpAfter.getAsInt()) {
            return new Action.HangUp();
        }
        OptionalInt reply = heard.map(this::replyTo).orElseGet(this::nextInOrder);
        if (reply.isEmpty()) {
            return QUIET;
        }
        answers++;
        last = reply.getAsInt();
        given.add(last);
        return new Action.Answer(last);
    }

    /** The agent begins to speak: the reply that is said into its words; empty if the next one waits for the end of them. */
    OptionalInt agentBegins() {
        OptionalInt next = nextInOrder();
        if (next.isEmpty() || !replies.get(next.getAsInt()).interrupts()) {
            return OptionalInt.empty();
        }
        answers++;
        last = next.getAsInt();
        given.add(last);
        return next;
    }

    private OptionalInt nextInOrder() {
        for (int i = 0; i < replies.size(); i++) {
            if (!given.contains(i)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private OptionalInt replyTo(String text) {
        String words = " " + text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9']+", " ") + " ";
        for (int i = 0; i < replies.size(); i++) {
            if (!given.contains(i) && isMeant(replies.get(i), words)) {
                puzzled = false;
                return OptionalInt.of(i);
            }
        }
        if (last >= 0 && isAskedAgain(text) && isMeant(replies.get(last), words)) {
            return OptionalInt.of(last);
        }
        // Half a sentence, or noise: wait for more. The second time in a row, any answer is better than none.
        if (!puzzled) {
            puzzled = true;
            return OptionalInt.empty();
        }
        puzzled = false;
        return nextInOrder();
    }

    /** A closing line may hold the words of the last question, but asks nothing. */
    private static boolean isAskedAgain(String text) {
        return text.contains("?") || text.toLowerCase(Locale.ROOT).contains("sorry");
    }

    private static boolean isMeant(Customer.Reply reply, String words) {
        return reply.hears().isEmpty()
                || reply.hears().stream().anyMatch(word -> words.contains(" " + word.toLowerCase(Locale.ROOT) + " "));
    }
}
