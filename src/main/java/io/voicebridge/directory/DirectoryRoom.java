package io.voicebridge.directory;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.transaction.support.TransactionTemplate;

/** Everything of this room, made together; used by the server and, without one, by the command line. */
public record DirectoryRoom(
        Audit audit,
        ApiKeys keys,
        Tenants tenants,
        AgentLookup lookup,
        CallLimits limits,
        Agents agents,
        PhoneNumbers numbers,
        CallTokens tokens,
        Bundles bundles,
        TenantSecrets tenantSecrets) {

    /**
     * The database and what goes with it.
     *
     * @param clock for what is stored
     * @param steady for limits and for what is remembered: nobody sets it
     */
    public record Store(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Clock steady,
            Ids ids,
            ObjectMapper json) {}

    /**
     * What is decided elsewhere about secrets.
     *
     * @param store for those that must be read again
     * @param hash how the secret of a key, and a call token, is kept
     * @param newWebhookSecret makes one
     */
    public record Secrets(SecretStore store, UnaryOperator<String> hash, Supplier<String> newWebhookSecret) {}

    /**
     * @param own where this bridge is reached over SIP
     * @param region the country whose national numbers are meant
     * @param more parts of a bundle that other rooms have, asked at each export and import
     */
    public static DirectoryRoom open(
            Store store,
            Secrets secrets,
            AgentTrial trial,
            OwnAddresses own,
            String region,
            Supplier<? extends Collection<BundlePart>> more) {
        EntityManager entities = store.entities();
        TransactionTemplate transactions = store.transactions();
        Clock clock = store.clock();
        Ids ids = store.ids();
        ObjectMapper json = store.json();
        Audit audit = new Audit(entities, transactions, clock, ids);
        ApiKeys keys = new ApiKeys(entities, transactions, clock, ids, audit, secrets.hash());
        Tenants tenants = new Tenants(
                entities, transactions, clock, ids, audit, keys, secrets.store(), secrets.newWebhookSecret());
        AgentLookup lookup = new AgentLookup(entities, transactions, json, store.steady(), region, secrets.hash());
        CallLimits limits = new CallLimits(store.steady());
        TenantSecrets tenantSecrets = new TenantSecrets(entities, transactions, clock, ids, audit, secrets.store());
        Agents agents =
                new Agents(entities, transactions, clock, ids, audit, trial, tenantSecrets::has, lookup::invalidate);
        PhoneNumbers numbers = new PhoneNumbers(
                entities,
                transactions,
                clock,
                ids,
                audit,
                secrets.store(),
                json,
                limits,
                own,
                region,
                lookup::invalidate);
        CallTokens tokens = new CallTokens(entities, transactions, clock, audit, secrets.hash(), lookup::invalidate);
        List<BundlePart> parts = List.of(
                new SettingsPart(tenants, json),
                new AgentsPart(entities, clock, ids, audit),
                new NumbersPart(entities, numbers, json));
        Bundles bundles = new Bundles(
                transactions,
                tenants,
                trial,
                audit,
                json,
                () -> {
                    List<BundlePart> all = new ArrayList<>(parts);
                    all.addAll(more.get());
                    return all;
                },
                lookup::invalidate);
        return new DirectoryRoom(audit, keys, tenants, lookup, limits, agents, numbers, tokens, bundles, tenantSecrets);
    }
}
