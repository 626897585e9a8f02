package io.voicebridge.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A script, and the customers it is run for. */
public final class RehearsalPlan {

    private final IvrScript script;
    private final Campaign campaign;

    RehearsalPlan(IvrScript script, Campaign campaign) {
        this.script = script;
        this.campaign = campaign;
    }

    /**
     * @throws IOException if a file cannot be read
     * @throws InvalidFile if one of them is not what it should be
     */
    public static RehearsalPlan read(Path script, Path customers) throws IOException {
        return new RehearsalPlan(
                IvrScript.parse(script.toString(), Files.readString(script)),
                CustomersReader.read(customers.toString(), Files.readString(customers)));
    }

    public String scriptName() {
        return script.name();
    }

    public String campaignName() {
        return campaign.name();
    }

    public int customers() {
        return campaign.customers().size();
    }

    IvrScript script() {
        return script;
    }

    Campaign campaign() {
        return campaign;
    }
}
