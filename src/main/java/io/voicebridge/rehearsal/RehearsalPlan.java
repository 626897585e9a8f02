package io.voicebridge.rehearsal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

    /** The same script for the leads of a CSV file, who behave like the customers of this plan. */
    public RehearsalPlan withLeads(Path leads) throws IOException {
        return new RehearsalPlan(
                script,
                new Campaign(
                        campaign.name(),
                        campaign.dnis(),
                        LeadsReader.read(leads.toString(), Files.readString(leads), campaign.customers())));
    }

    /**
     * A script for whoever is on the leads, who listen and say nothing.
     *
     * @param dnis the number that the campaign calls from
     */
    public static RehearsalPlan silent(Path script, Path leads, String dnis) throws IOException {
        return new RehearsalPlan(
                IvrScript.parse(script.toString(), Files.readString(script)),
                new Campaign(
                        "Simulation", dnis, LeadsReader.read(leads.toString(), Files.readString(leads), List.of())));
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

    /** Who is called, in the order of the file. */
    public List<SimulatedCustomer> cast() {
        return campaign.customers().stream()
                .map(customer -> new SimulatedCustomer(
                        campaign.name(),
                        customer.name(),
                        customer.phone(),
                        customer.replies().stream().map(Customer.Reply::says).toList(),
                        customer.expected().map(Object::toString).orElse("")))
                .toList();
    }

    /** The same script for one of them alone; empty if there is nobody of that name. */
    public Optional<RehearsalPlan> only(String customer) {
        return campaign.customers().stream()
                .filter(each -> each.name().equals(customer))
                .findFirst()
                .map(found ->
                        new RehearsalPlan(script, new Campaign(campaign.name(), campaign.dnis(), List.of(found))));
    }

    IvrScript script() {
        return script;
    }

    Campaign campaign() {
        return campaign;
    }
}
