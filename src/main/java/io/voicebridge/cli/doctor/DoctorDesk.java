package io.voicebridge.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.PhoneNumber;
import io.voicebridge.directory.PhoneNumbers;
import io.voicebridge.directory.Problem;
import io.voicebridge.security.Principal;
import io.voicebridge.security.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * The check list of {@code POST /doctor}. An operator sees the machine, SIP and the web; every administrator the numbers of
 * the tenant, its trunks and its user at Five9. Bean {@code doctorDesk}. Thread-safe.
 */
public final class DoctorDesk {

    /** A list that nobody reads to its end is none. */
    private static final int MOST_NUMBERS = 25;

    private final Doctor doctor;
    private final PhoneNumbers numbers;
    private final Function<String, List<Check>> host;
    private final Supplier<LineChecks> lines;
    private final TrunkChecks trunks;
    private final Five9Checks five9;

    /** @param host looks for the operator, who is of a tenant */
    DoctorDesk(
            Doctor doctor,
            PhoneNumbers numbers,
            Function<String, List<Check>> host,
            Supplier<LineChecks> lines,
            TrunkChecks trunks,
            Five9Checks five9) {
        this.doctor = doctor;
        this.numbers = numbers;
        this.host = host;
        this.lines = lines;
        this.trunks = trunks;
        this.five9 = five9;
    }

    /**
     * @throws Problem 404 if the number is not the tenant's
     */
    public List<Doctor.Examined> examine(Exchange exchange) throws InterruptedException {
        String tenant = exchange.getVariable("tenantId", String.class);
        String asked = exchange.getMessage().getBody() instanceof JsonNode body
                ? body.path("number").asText("")
                : "";
        List<Check> checks = new ArrayList<>();
        if (exchange.getVariable("principal", Principal.class).may(Scope.OPERATOR)) {
            checks.addAll(host.apply(tenant));
        }
        LineChecks line = lines.get();
        List<PhoneNumber> looked = wanted(tenant, asked);
        looked.forEach(number -> checks.addAll(line.of(number)));
        checks.addAll(trunks.of(tenant, asked, looked));
        checks.addAll(five9.of(tenant));
        return doctor.examine(checks);
    }

    private List<PhoneNumber> wanted(String tenant, String asked) {
        List<PhoneNumber> wanted = new ArrayList<>();
        String cursor = null;
        do {
            Page<PhoneNumber> page = numbers.list(tenant, cursor, 200);
            page.items().stream()
                    .filter(number -> asked.isEmpty() || number.number().equals(asked))
                    .forEach(wanted::add);
            cursor = page.nextCursor();
        } while (cursor != null && wanted.size() < MOST_NUMBERS);
        if (wanted.isEmpty() && !asked.isEmpty()) {
            throw new Problem(404, "not_found", "There is no number " + asked);
        }
        return wanted.subList(0, Math.min(MOST_NUMBERS, wanted.size()));
    }
}
