package io.voicebridge.rehearsal;

import io.voicebridge.call.Call;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallListener;
import io.voicebridge.call.IncomingCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The person whom a skill of the inbound campaign leads to: listens to the whisper, says hello, hears the customer answer, and
 * hangs up. Whoever of the two is not heard is told as a trouble. Media threads and the customer's put in what happens;
 * {@link #talks} waits for it on the thread of the second leg.
 */
final class InboundPerson implements CallListener, PersonAudio.Listener {

    /** A whisper begins by then, or there is none. */
    private static final long WHISPER_BEGINS_MS = 1_500;

    private static final long LONGEST_WHISPER_MS = 60_000;

    /** For the other side to hear a word and answer it. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long FAREWELL_MS = 5_000;
    private static final int SAMPLES_PER_MS = 8;

    /** What has come to the person's ear, or to the call. */
    private sealed interface News {
        record Begun() implements News {}

        record Heard(short[] sound) implements News {}

        record Said() implements News {}

        record CustomerHears() implements News {}

        record Over(CallEnd end) implements News {}
    }

    private final CustomerVoice voice;
    private final Customer customer;
    private final Journal journal;
    private final Duration patience;
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final CompletableFuture<CallEnd> over = new CompletableFuture<>();
    private final PersonAudio audio = new PersonAudio(0, new short[0], this);
    private volatile boolean speaks;
    private volatile boolean customerHears;
    private volatile boolean customerAnswered;
    private boolean hearsCustomer;

    /** @param patience for the customer to hear the person and to answer */
    InboundPerson(CustomerVoice voice, Customer customer, Journal journal, Duration patience) {
        this.patience = patience;
        this.voice = voice;
        this.customer = customer;
        this.journal = journal;
    }

    /** Five9 answers at once: its script runs in the call. */
    void answers(IncomingCall call) {
        call.answer(audio, this, Optional.empty());
    }

    /** @return what is wrong with the line between the two, a sentence each; nothing if the call ended before that */
    List<String> talks(String skill) throws InterruptedException {
        listenToTheWhisper();
        String hello = "Hello, this is " + skill.replace('_', ' ') + ". How can I help you?";
        short[] sound = voice.synthesizer().synthesize(hello, "");
        speaks = true;
        journal.write(new CallStep.PersonSaid(hello));
        audio.speak(sound);
        long until =
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(sound.length / SAMPLES_PER_MS + patience.toMillis());
        while (!over.isDone() && !(customerHears && hearsCustomer)) {
            Optional<News> next = next(TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
            if (next.isEmpty()) {
                break;
            }
            hear(next.get());
        }
        return troubles(skill);
    }

    private void listenToTheWhisper() throws InterruptedException {
        long patience = WHISPER_BEGINS_MS;
        for (Optional<News> next = next(patience); next.isPresent() && !over.isDone(); next = next(patience)) {
            patience = next.get() instanceof News.Begun ? LONGEST_WHISPER_MS : WHISPER_BEGINS_MS;
            if (next.get() instanceof News.Heard heard) {
                hear(heard);
                return;
            }
        }
    }

    private void hear(News what) {
        if (what instanceof News.Heard heard) {
            journal.write(new CallStep.PersonHeard(
                    voice.understand(heard.sound()).orElse(""), heard.sound().length / SAMPLES_PER_MS));
            hearsCustomer |= customerAnswered;
        } else if (what instanceof News.CustomerHears) {
            journal.write(new CallStep.Joined());
        }
    }

    private Optional<News> next(long patienceMs) throws InterruptedException {
        return Optional.ofNullable(news.poll(Math.max(0, patienceMs), TimeUnit.MILLISECONDS));
    }

    private List<String> troubles(String skill) {
        List<String> troubles = new ArrayList<>();
        if (over.isDone()) {
            return troubles;
        }
        if (!customerHears) {
            troubles.add("the customer does not hear the agent of " + skill);
        } else if (!hearsCustomer) {
            troubles.add("the agent of " + skill + " does not hear the customer");
        }
        return troubles;
    }

    /** Hangs up, if nobody has. @return who ended the call */
    String leaves(Call call) throws InterruptedException {
        if (!over.isDone()) {
            call.hangUp(List.of());
        }
        try {
            return switch (over.get(FAREWELL_MS, TimeUnit.MILLISECONDS).by()) {
                case US -> "Five9";
                case PEER -> "the bridge";
                case REFUSED, FAULT -> "a fault";
            };
        } catch (TimeoutException | ExecutionException e) {
            return "nobody";
        }
    }

    /** The customer hears somebody, or has heard them out. From any thread. */
    void customerHears() {
        if (speaks && !customerHears) {
            customerHears = true;
            news.add(new News.CustomerHears());
        }
    }

    /** What the customer says to the person, once they have been heard; the first time only. From any thread. */
    Optional<short[]> customersAnswer() {
        if (!customerHears || customerAnswered) {
            return Optional.empty();
        }
        customerAnswered = true;
        return Optional.of(voice.synthesizer().synthesize("Hello. Yes, I am here.", customer.voice()));
    }

    @Override
    public void otherStarted() {
        news.add(new News.Begun());
    }

    @Override
    public void otherFinished(short[] heard) {
        news.add(new News.Heard(heard));
    }

    @Override
    public void spoken() {
        news.add(new News.Said());
    }

    @Override
    public void answered(Call call) {
        // It is answered for the script, whoever listens.
    }

    @Override
    public void ended(Call call, CallEnd end) {
        over.complete(end);
        news.add(new News.Over(end));
    }
}
