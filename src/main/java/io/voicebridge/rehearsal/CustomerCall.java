package io.voicebridge.rehearsal;

import io.voicebridge.call.Call;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallListener;
import io.voicebridge.call.Dialler;
import io.voicebridge.sip.SipHeader;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The leg from Five9 to us with a customer on it: places the call and lets the customer talk until it is over. */
final class CustomerCall implements ThirdParty {

    /** How long the dialog may take to end after we hung up, with retransmissions. */
    private static final Duration FAREWELL = Duration.ofSeconds(40);

    private final Dialler dialler;
    private final RehearsalTarget target;
    private final Duration maxDuration;
    private final Customer customer;
    private final CustomerVoice voice;
    private final List<short[]> lines;
    private final Executor thoughts;
    private final Journal journal;
    private final Optional<Path> recording;
    private final Optional<InboundPerson> person;

    /**
     * @param person whom the agent may transfer the customer to
     * @param recording where what the customer heard is written, as WAV
     * @param lines the customer's replies, rendered
     * @param thoughts runs what is too slow for a media thread
     */
    CustomerCall(
            Dialler dialler,
            RehearsalTarget target,
            Duration maxDuration,
            Customer customer,
            CustomerVoice voice,
            List<short[]> lines,
            Executor thoughts,
            Journal journal,
            Optional<Path> recording,
            Optional<InboundPerson> person) {
        this.dialler = dialler;
        this.target = target;
        this.maxDuration = maxDuration;
        this.customer = customer;
        this.voice = voice;
        this.lines = lines;
        this.thoughts = thoughts;
        this.journal = journal;
        this.recording = recording;
        this.person = person;
    }

    @Override
    public TransferEnd transfer(String number, List<SipHeader> headers, Duration ringTimeout)
            throws InterruptedException {
        Conversation conversation = new Conversation();
        InetSocketAddress bridge = target.sip();
        Dialler.Request request = new Dialler.Request(
                "sip:" + number + "@" + bridge.getHostString() + ":" + bridge.getPort(),
                "<sip:" + customer.phone() + "@" + bridge.getHostString() + ">",
                target.transport(),
                bridge,
                headers,
                ringTimeout);
        Call call = dialler.dial(request, conversation.audio, conversation);
        conversation.begin(call);
        TransferEnd end = conversation.await();
        recording.ifPresent(file -> HeardAudio.write(file, conversation.audio.allHeard()));
        return end;
    }

    @Override
    public boolean customerHasLeft() {
        return patienceMs() == 0;
    }

    /** How long the customer still stays. */
    private long patienceMs() {
        OptionalInt seconds = customer.patience().seconds();
        return seconds.isPresent() ? Math.max(0, seconds.getAsInt() * 1_000L - journal.elapsedMs()) : Long.MAX_VALUE;
    }

    /** In samples. */
    private int memory() {
        return recording.isPresent() ? (int) maxDuration.toSeconds() * 8_000 : 0;
    }

    /** One call. SIP loops, the media thread and {@code thoughts} meet here; each hands over and returns. */
    private final class Conversation implements CallListener, PersonAudio.Listener {

        private final PersonAudio audio = new PersonAudio(memory(), CustomerVoice.noise(customer, lines), this);
        private final CustomerMind mind = new CustomerMind(customer);
        private final CompletableFuture<CallEnd> ended = new CompletableFuture<>();
        private final long dialledMs = journal.elapsedMs();
        private volatile Call call;
        private volatile boolean answered;
        private volatile boolean customerHungUp;
        private boolean agentSpoke;
        private long turnBeganMs;

        void begin(Call placed) {
            call = placed;
        }

        TransferEnd await() throws InterruptedException {
            long longest = maxDuration.toMillis();
            long patience = Math.min(longest, patienceMs());
            try {
                return translate(ended.get(patience, TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                customerHungUp = patience < longest;
                hangUp();
                ended.completeOnTimeout(null, FAREWELL.toSeconds(), TimeUnit.SECONDS)
                        .join();
                if (customerHungUp) {
                    return new TransferEnd.CustomerHungUp();
                }
                return new TransferEnd.Broken("the call was still up after " + maxDuration.toSeconds() + " s");
            } catch (InterruptedException e) {
                hangUp();
                throw e;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }

        private TransferEnd translate(CallEnd end) {
            return switch (end.by()) {
                case PEER -> new TransferEnd.Returned(end.headers());
                case US ->
                    customerHungUp
                            ? new TransferEnd.CustomerHungUp()
                            : new TransferEnd.NotReached(end.status(), end.detail());
                case REFUSED -> new TransferEnd.NotReached(end.status(), end.detail());
                case FAULT ->
                    answered
                            ? new TransferEnd.Broken(end.detail())
                            : new TransferEnd.NotReached(end.status(), end.detail());
            };
        }

        private void hangUp() {
            Call placed = call;
            if (placed != null) {
                placed.hangUp(List.of());
            }
        }

        @Override
        public void answered(Call answeredCall) {
            answered = true;
            call = answeredCall;
            journal.write(new CallStep.TransferAnswered(journal.elapsedMs() - dialledMs));
        }

        @Override
        public void ended(Call endedCall, CallEnd end) {
            ended.complete(end);
        }

        @Override
        public void otherStarted() {
            turnBeganMs = journal.elapsedMs();
            if (!agentSpoke) {
                agentSpoke = true;
                journal.write(new CallStep.FirstAudio());
            }
            person.ifPresent(InboundPerson::customerHears);
            hand(this::interrupt);
        }

        /** The call ends with the rehearsal, if that is being stopped. */
        private void hand(Runnable thought) {
            try {
                thoughts.execute(thought);
            } catch (RejectedExecutionException e) {
                // Nobody thinks any more.
            }
        }

        private synchronized void interrupt() {
            if (!ended.isDone()) {
                mind.agentBegins().ifPresent(this::answer);
            }
        }

        @Override
        public void otherFinished(short[] heard) {
            long at = turnBeganMs;
            hand(() -> react(heard, at));
        }

        @Override
        public void spoken() {
            // The next move is the agent's.
        }

        private synchronized void react(short[] heard, long at) {
            if (ended.isDone() || answersPerson()) {
                return;
            }
            Optional<String> words = voice.understand(heard);
            words.filter(text -> !text.isBlank())
                    .ifPresent(text ->
                            journal.add(new Journal.Entry(at, new CallStep.Said(CallStep.Speaker.AGENT, text))));
            CustomerMind.Action action = mind.agentSaid(words);
            if (action instanceof CustomerMind.Action.Answer answer) {
                answer(answer.reply());
            } else if (action instanceof CustomerMind.Action.HangUp) {
                customerHungUp = true;
                hangUp();
            }
        }

        /** True if it was the person who spoke, to whom the agent has transferred. */
        private boolean answersPerson() {
            person.ifPresent(InboundPerson::customerHears);
            Optional<short[]> answer = person.flatMap(InboundPerson::customersAnswer);
            answer.ifPresent(audio::speak);
            return answer.isPresent();
        }

        private void answer(int index) {
            Customer.Reply reply = customer.replies().get(index);
            if (voice.presses(reply)) {
                journal.write(new CallStep.Said(CallStep.Speaker.CUSTOMER, "(presses " + reply.keys() + ")"));
                reply.keys().chars().forEach(key -> call.sendDigit((char) key));
            } else {
                journal.write(new CallStep.Said(CallStep.Speaker.CUSTOMER, reply.says()));
                audio.speak(lines.get(index));
            }
        }
    }
}
