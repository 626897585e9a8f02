package io.voicebridge.rehearsal;

import io.voicebridge.sip.SipHeader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One call going through a script, on the thread that calls {@link #run}. */
final class ScriptRun {

    /** More than any sensible script takes: it goes round in circles. */
    private static final int MAX_MODULES_RUN = 200;

    /** Five9's own disposition when the customer leaves. */
    private static final String CALLER_DISCONNECTED = "Caller Disconnected";

    /** And this when somebody else has them for good. */
    private static final String TRANSFERRED = "Transferred To 3rd Party";

    private final IvrScript script;
    private final ScriptVariables variables;
    private final ThirdParty thirdParty;
    private final QueryClient queries;
    private final Journal journal;

    ScriptRun(
            IvrScript script,
            Map<String, String> callVariables,
            ThirdParty thirdParty,
            QueryClient queries,
            Journal journal) {
        this.script = script;
        this.variables = new ScriptVariables(script.variables(), callVariables);
        this.thirdParty = thirdParty;
        this.queries = queries;
        this.journal = journal;
    }

    ScriptEnd run() throws InterruptedException {
        Outcome outcome = runLane(script.modules(), true);
        if (outcome instanceof Outcome.End end) {
            return end.end();
        }
        // The customer hung up: the hangup lane may still ask and write, and disposes of the call.
        return runLane(script.hangupModules(), false) instanceof Outcome.End end
                        && end.end() instanceof ScriptEnd.Disposed disposed
                ? disposed
                : new ScriptEnd.Disposed(CALLER_DISCONNECTED);
    }

    /** A variable as the script left it. */
    String variable(String name) {
        return variables.text(name);
    }

    /** @param withCustomer false in the lane of the hang-up, which nobody is there to leave */
    private Outcome runLane(Map<String, IvrModule> lane, boolean withCustomer) throws InterruptedException {
        Optional<String> name = lane.keySet().stream().findFirst();
        for (int count = 0; name.isPresent(); count++) {
            if (count == MAX_MODULES_RUN) {
                return stopped("the script ran " + MAX_MODULES_RUN + " modules without an end");
            }
            if (withCustomer && thirdParty.customerHasLeft()) {
                return new Outcome.CustomerGone();
            }
            Outcome outcome = execute(lane.get(name.get()));
            if (!(outcome instanceof Outcome.Next next)) {
                return outcome;
            }
            name = next.module();
        }
        return stopped("the script has no module to go on with");
    }

    private Outcome execute(IvrModule module) throws InterruptedException {
        if (module instanceof IvrModule.SetVariable set) {
            return setVariables(set);
        } else if (module instanceof IvrModule.Query query) {
            return new Outcome.Next(queries.ask(query, variables, journal) ? query.next() : query.onFailure());
        } else if (module instanceof IvrModule.ThirdPartyTransfer transfer) {
            return transfer(transfer);
        } else if (module instanceof IvrModule.Case cases) {
            return takeCase(cases);
        } else if (module instanceof IvrModule.SkillTransfer skill) {
            return skillTransfer(skill);
        } else if (module instanceof IvrModule.PassedOver other) {
            return passOver(other);
        } else if (module instanceof IvrModule.Hangup hangup) {
            String disposition = hangup.disposition().render(variables);
            journal.write(new CallStep.Disposed(hangup.name(), disposition));
            return new Outcome.End(new ScriptEnd.Disposed(disposition));
        }
        throw new IllegalStateException("no way to run " + module);
    }

    private Outcome setVariables(IvrModule.SetVariable set) {
        Map<String, String> values = new LinkedHashMap<>();
        for (IvrModule.Assignment assignment : set.assignments()) {
            ScriptValue value = assignment.expression().evaluate(variables);
            variables.set(assignment.variable(), value);
            values.put(assignment.variable(), value.text());
        }
        journal.write(new CallStep.VariablesSet(set.name(), values));
        return new Outcome.Next(set.next());
    }

    private Outcome transfer(IvrModule.ThirdPartyTransfer transfer) throws InterruptedException {
        String number = transfer.number().render(variables);
        SentData sent =
                SentData.of(transfer.sendData().map(variables::keyValues).orElse(KeyValues.EMPTY));
        journal.write(new CallStep.TransferDialled(transfer.name(), number, sent.headers(), sent.notes()));
        TransferEnd end = thirdParty.transfer(number, sent.headers(), transfer.ringTimeout());
        journal.write(new CallStep.TransferEnded(end));
        if (end instanceof TransferEnd.CustomerHungUp) {
            return new Outcome.CustomerGone();
        }
        if (end instanceof TransferEnd.Returned returned) {
            if (!transfer.returns()) {
                return neverReturns(transfer);
            }
            transfer.receiveData().ifPresent(name -> variables.set(name, receivedData(returned.headers())));
            return new Outcome.Next(transfer.next());
        }
        return new Outcome.Next(transfer.onFailure());
    }

    /** Without Return Five9 is out of the call; a script that has more to do has forgotten to check it. */
    private Outcome neverReturns(IvrModule.ThirdPartyTransfer transfer) {
        if (transfer.next().isPresent() && !transfer.next().equals(transfer.onFailure())) {
            return stopped("the call does not return after the transfer, so '"
                    + transfer.next().get() + "' is not reached: check Return After 3rd Party Call");
        }
        journal.write(new CallStep.Disposed(transfer.name(), TRANSFERRED));
        return new Outcome.End(new ScriptEnd.Disposed(TRANSFERRED));
    }

    private static KeyValues receivedData(List<SipHeader> headers) {
        KeyValues data = KeyValues.EMPTY;
        for (SipHeader header : headers) {
            if (header.name().toLowerCase(Locale.ROOT).startsWith("x-")) {
                data = data.with(header.name(), header.value());
            }
        }
        return data;
    }

    private Outcome takeCase(IvrModule.Case cases) {
        Optional<IvrModule.Branch> matched = cases.branches().stream()
                .filter(branch -> branch.condition().holds(variables))
                .findFirst();
        Optional<String> target = matched.map(IvrModule.Branch::target).or(cases::next);
        String seen = matched.or(() -> cases.branches().stream().findFirst())
                .map(branch -> branch.condition().describe(variables))
                .orElse("there is no branch");
        journal.write(new CallStep.CaseTaken(cases.name(), seen, target.orElse(""), matched.isPresent()));
        return new Outcome.Next(target);
    }

    private Outcome passOver(IvrModule.PassedOver module) {
        journal.write(new CallStep.PassedOver(module.name(), module.kind()));
        return module.next().isPresent()
                ? new Outcome.Next(module.next())
                : stopped("the module '" + module.name() + "' (" + module.kind() + ") is not rehearsed");
    }

    private Outcome skillTransfer(IvrModule.SkillTransfer transfer) {
        String skill = transfer.skill().render(variables);
        if (skill.isEmpty()
                || script.skills().isPresent() && !script.skills().get().contains(skill)) {
            journal.write(new CallStep.SkillUnknown(transfer.name(), skill));
            return new Outcome.Next(transfer.next());
        }
        Map<String, String> pop = new LinkedHashMap<>();
        transfer.screenPop().orElseGet(variables::written).forEach(name -> pop.put(name, variables.text(name)));
        journal.write(new CallStep.Queued(transfer.name(), skill, pop));
        return new Outcome.End(new ScriptEnd.WithAgent(skill, pop));
    }

    private static Outcome stopped(String detail) {
        return new Outcome.End(new ScriptEnd.Stopped(detail));
    }

    /** What a module leads to. */
    private sealed interface Outcome {

        record Next(Optional<String> module) implements Outcome {}

        record End(ScriptEnd end) implements Outcome {}

        record CustomerGone() implements Outcome {}
    }
}
