package io.voicebridge.directory;

import com.fasterxml.jackson.databind.JsonNode;

/** A part of a tenant's configuration that is exported and imported, such as its agents. Thread-safe. */
public interface BundlePart {

    /** The key under which it stands in the tenant's section. */
    String name();

    /** Without ids and secrets, so that it means the same in another deployment. Runs in a transaction. */
    JsonNode export(String tenantId);

    /**
     * Brings the tenant's rows to what the bundle says, leaves others alone, and does nothing where nothing differs. Runs
     * in a transaction, which is rolled back if a fault was found or the run is a dry one.
     *
     * @param part what {@link #export} gave, or what somebody wrote like it; it fits the schema
     */
    void apply(BundleRun run, JsonNode part);
}
