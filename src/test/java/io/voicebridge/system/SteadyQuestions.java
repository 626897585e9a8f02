package io.voicebridge.system;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks at a steady rate, whether or not the answers keep up, and keeps how long each took. */
final class SteadyQuestions implements AutoCloseable {

    /** One that is asked, by its number; a failure counts as an answer of status 0. */
    interface Question {
        HttpResponse<String> ask(int number) throws Exception;
    }

    /**
     * What came.
     *
     * @param asked when it was, by {@link System#nanoTime}
     * @param status 0 if nothing came
     */
    record Answer(int number, long asked, Duration took, int status, String body) {

        long came() {
            return asked + took.toNanos();
        }
    }

    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService askers = Executors.newCachedThreadPool();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Phaser underWay = new Phaser(1);
    private int asked;

    private SteadyQuestions(Question question, Duration pause) {
        beat.scheduleAtFixedRate(() -> next(question), 0, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    static SteadyQuestions every(Duration pause, Question question) {
        return new SteadyQuestions(question, pause);
    }

    private void next(Question question) {
        int number = asked++;
        long at = System.nanoTime();
        underWay.register();
        askers.execute(() -> {
            answers.add(answer(question, number, at));
            underWay.arriveAndDeregister();
        });
    }

    private static Answer answer(Question question, int number, long at) {
        try {
            HttpResponse<String> response = question.ask(number);
            return new Answer(
                    number, at, Duration.ofNanos(System.nanoTime() - at), response.statusCode(), response.body());
        } catch (Exception e) {
            return new Answer(number, at, Duration.ofNanos(System.nanoTime() - at), 0, e.toString());
        }
    }

    /** Those that have been answered, in the order in which they were asked. */
    List<Answer> answers() {
        return answers.stream().sorted(Comparator.comparingInt(Answer::number)).toList();
    }

    /** Those of them that were asked at one time or another. */
    List<Answer> asked(long from, long until) {
        return answers().stream()
                .filter(answer -> answer.asked() - from >= 0 && answer.asked() - until < 0)
                .toList();
    }

    /** The time within which this share of them had come. */
    static Duration within(List<Answer> answers, double share) {
        List<Duration> sorted = answers.stream().map(Answer::took).sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
    }

    /** Asks no more, and waits for the last answer. */
    void stop() throws InterruptedException {
        beat.shutdown();
        beat.awaitTermination(1, TimeUnit.SECONDS);
        underWay.arriveAndAwaitAdvance();
    }

    @Override
    public void close() {
        beat.shutdownNow();
        askers.shutdownNow();
    }
}
