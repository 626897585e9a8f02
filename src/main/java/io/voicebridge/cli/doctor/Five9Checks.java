package io.voicebridge.cli.doctor;

import io.voicebridge.directory.Five9Account;
import io.voicebridge.five9.service.Answer;
import io.voicebridge.five9.service.Five9Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Whether Five9's web services take the tenant's user, asked with what changes nothing; no check without such a user. */
final class Five9Checks {

    /** Asks Five9 as the tenant's user. */
    @FunctionalInterface
    interface Asking {
        /** @throws Five9Fault if it refuses or cannot be reached */
        Answer ask(String tenant, Five9Account account, Map<String, String> question);
    }

    private final Function<String, Five9Account> accounts;
    private final Asking five9;

    Five9Checks(Function<String, Five9Account> accounts, Asking five9) {
        this.accounts = accounts;
        this.five9 = five9;
    }

    List<Check> of(String tenant) {
        Five9Account account = accounts.apply(tenant);
        if (!account.isSet()) {
            return List.of();
        }
        List<Check> checks = new ArrayList<>();
        if (account.callbackList().isEmpty()) {
            checks.add(new Check(
                    "Five9's web services take the user " + account.username(),
                    () -> taken(() -> five9.ask(tenant, account, Map.of()), account)));
        } else {
            // One question says both: Five9 ends the session of a user who begins another
            checks.add(new Check(
                    "Five9's web services take the user " + account.username() + " and have the list "
                            + account.callbackList(),
                    () -> hasList(tenant, account)));
        }
        return checks;
    }

    private Finding hasList(String tenant, Five9Account account) {
        Map<String, String> question = Map.of("list_pattern", Pattern.quote(account.callbackList()));
        return taken(
                () -> {
                    Answer answer = five9.ask(tenant, account, question);
                    if (!answer.texts("name").contains(account.callbackList())) {
                        throw new Five9Fault(
                                Five9Fault.Kind.REFUSED,
                                "",
                                "There is no list '" + account.callbackList()
                                        + "' in the domain: callbacks will fail. Make it, or name another one in the"
                                        + " settings of the tenant");
                    }
                },
                account);
    }

    private static Finding taken(Runnable question, Five9Account account) {
        try {
            question.run();
            return Finding.GREEN;
        } catch (Five9Fault e) {
            return switch (e.kind()) {
                case CREDENTIALS ->
                    Finding.red(e.getMessage() + ". Look at the user " + account.username() + " and the secret "
                            + account.secret() + "; the user needs the right to use the web services.");
                case BUSY, QUOTA -> Finding.amber(e.getMessage() + ". Ask again later.");
                case UNREACHED, LOST, REFUSED -> Finding.red(e.getMessage() + '.');
            };
        }
    }
}
