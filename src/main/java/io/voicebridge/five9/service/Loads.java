package io.voicebridge.five9.service;

import io.voicebridge.conversation.Archive;
import io.voicebridge.conversation.ConversationFacts;
import io.voicebridge.conversation.DoNotCall;
import io.voicebridge.conversation.Outcome;
import io.voicebridge.conversation.ReceivedVariable;
import io.voicebridge.directory.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Makes the request of a batch from what is known now: the outcome may be another one than when it was written down, and the
 * customer may have been forgotten. Blocks on the database; thread-safe.
 */
public final class Loads {

    /** Variables and outcome fields that have the customer's number, the surest first. */
    private static final List<String> NUMBERS =
            List.of("callbacknumber", "phonenumber", "number1", "customernumber", "callani");

    private static final List<String> CAMPAIGNS = List.of("callcampaign", "campaign", "campaignname", "five9campaign");

    /**
     * Why a task is not sent.
     *
     * @param failed whether somebody should look at it
     */
    public record Dropped(boolean failed, String detail) {}

    /**
     * What is sent.
     *
     * @param body as the kamelet of the kind takes it; empty if there is nothing left to send
     * @param items what it is for
     * @param notes what is to be said of a task once it is done
     */
    public record Load(
            Map<String, Object> body,
            List<Batch.Item> items,
            Map<String, Dropped> dropped,
            Map<String, String> notes) {}

    private final Archive archive;
    private final DoNotCall doNotCall;
    private final UnaryOperator<String> numberKey;
    private final Clock clock;

    public Loads(Archive archive, DoNotCall doNotCall, UnaryOperator<String> numberKey, Clock clock) {
        this.archive = archive;
        this.doNotCall = doNotCall;
        this.numberKey = numberKey;
        this.clock = clock;
    }

    public Load of(Batch batch) {
        return new Loading(batch).load();
    }

    /** One batch. */
    private final class Loading {
        private final Batch batch;
        private final List<Batch.Item> items = new ArrayList<>();
        private final Map<String, Dropped> dropped = new LinkedHashMap<>();
        private final Map<String, String> notes = new LinkedHashMap<>();
        private Map<String, Object> body = Map.of();

        Loading(Batch batch) {
            this.batch = batch;
        }

        Load load() {
            switch (batch.kind()) {
                case DNC -> optOuts();
                case CALLBACK -> callback(batch.items().get(0));
                case DISPOSITION -> dispositions();
            }
            return new Load(body, List.copyOf(items), Map.copyOf(dropped), Map.copyOf(notes));
        }

        private void optOuts() {
            List<String> all = new ArrayList<>();
            for (Batch.Item item : batch.items()) {
                List<String> numbers = doNotCall.numbers(batch.tenantId(), item.conversationId()).stream()
                        .flatMap(number -> Five9Number.of(number).stream())
                        .toList();
                if (numbers.isEmpty()) {
                    dropped.put(item.taskId(), new Dropped(true, "No telephone number of the customer is known"));
                } else {
                    items.add(item);
                    numbers.stream().filter(number -> !all.contains(number)).forEach(all::add);
                }
            }
            body = all.isEmpty() ? Map.of() : Map.of("numbers", all);
        }

        private void callback(Batch.Item item) {
            Optional<Call> call = call(item, "callback");
            Optional<String> number = call.flatMap(Call::number);
            if (number.isEmpty()) {
                call.ifPresent(known -> noNumber(item));
                return;
            }
            Optional<Instant> when = instant(call.get().outcome().callbackAt());
            if (batch.maybeDone() && when.filter(clock.instant()::isBefore).isEmpty()) {
                dropped.put(
                        item.taskId(),
                        new Dropped(
                                true,
                                "Whether Five9 has it is not known, and to send it again could call the customer twice:"
                                        + " look into the list "
                                        + batch.account().callbackList()));
                return;
            }
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("number1", number.get());
            for (String name : List.of("first_name", "last_name")) {
                call.get().variable(List.of(name.replace("_", ""))).ifPresent(value -> fields.put(name, value));
            }
            body = Map.of(
                    "list",
                    batch.account().callbackList(),
                    "time_to_call",
                    when.map(Instant::toEpochMilli).orElse(0L),
                    "asap",
                    false,
                    "fields",
                    fields);
            items.add(item);
            if (when.isEmpty()) {
                notes.put(
                        item.taskId(),
                        "Without a time: callback_at is no time with an offset, such as 2026-11-28T17:00:00-05:00");
            }
        }

        private void dispositions() {
            Map<String, String> records = new LinkedHashMap<>();
            String campaign = "";
            for (Batch.Item item : batch.items()) {
                Optional<Call> call = call(item, "");
                if (call.isEmpty()) {
                    continue;
                }
                String disposition =
                        batch.account().dispositions().get(call.get().outcome().value());
                Optional<String> number = call.get().number();
                Optional<String> its = call.get().variable(CAMPAIGNS);
                if (disposition == null) {
                    cancel(item);
                } else if (number.isEmpty()) {
                    noNumber(item);
                } else if (its.isEmpty()) {
                    dropped.put(
                            item.taskId(),
                            new Dropped(true, "The call named no campaign: send Call.campaign_name as X-CallCampaign"));
                } else if (campaign.isEmpty() || campaign.equals(its.get()) && !records.containsKey(number.get())) {
                    campaign = its.get();
                    records.put(number.get(), disposition);
                    items.add(item);
                }
                // The others stay for the next request
            }
            body = records.isEmpty() ? Map.of() : Map.of("campaign", campaign, "dispositions", records);
        }

        /** @param wanted the outcome that it is about; empty for any */
        private Optional<Call> call(Batch.Item item, String wanted) {
            try {
                Optional<Outcome> outcome = archive.outcome(batch.tenantId(), item.conversationId());
                if (outcome.isPresent()
                        && (wanted.isEmpty() || outcome.get().value().equals(wanted))) {
                    return Optional.of(new Call(
                            archive.one(batch.tenantId(), item.conversationId()),
                            outcome.get(),
                            archive.variables(batch.tenantId(), item.conversationId())));
                }
            } catch (Problem e) {
                // Erased meanwhile
            }
            cancel(item);
            return Optional.empty();
        }

        private void cancel(Batch.Item item) {
            dropped.put(item.taskId(), new Dropped(false, "The outcome is another one by now"));
        }

        private void noNumber(Batch.Item item) {
            dropped.put(item.taskId(), new Dropped(true, "No telephone number of the customer is known"));
        }
    }

    private final class Call {
        private final ConversationFacts facts;
        private final Outcome outcome;
        private final Map<String, String> variables = new LinkedHashMap<>();

        Call(ConversationFacts facts, Outcome outcome, List<ReceivedVariable> received) {
            this.facts = facts;
            this.outcome = outcome;
            outcome.variables().forEach((name, value) -> variables.putIfAbsent(plain(name), value));
            received.forEach(variable -> variables.putIfAbsent(plain(variable.name()), variable.value()));
        }

        Outcome outcome() {
            return outcome;
        }

        Optional<String> variable(List<String> names) {
            return names.stream()
                    .map(variables::get)
                    .filter(value -> value != null && !value.isBlank())
                    .findFirst();
        }

        /** As Five9 writes it. */
        Optional<String> number() {
            return Stream.concat(NUMBERS.stream().map(variables::get), Stream.of(facts.ani()))
                    .filter(value -> value != null && !value.isBlank())
                    .flatMap(value -> Five9Number.of(numberKey.apply(value)).stream())
                    .findFirst();
        }
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
