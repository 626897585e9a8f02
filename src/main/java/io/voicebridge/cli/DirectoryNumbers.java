package io.voicebridge.cli;

import io.voicebridge.five9.CalledNumbers;
import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks registered numbers up in the directory, for Five9. Thread-safe. */
final class DirectoryNumbers implements CalledNumbers {

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final UnaryOperator<String> numberKey;

    DirectoryNumbers(EntityManager entities, TransactionTemplate transactions, UnaryOperator<String> numberKey) {
        this.entities = entities;
        this.transactions = transactions;
        this.numberKey = numberKey;
    }

    @Override
    public Optional<Target> find(String tenantId, String number) {
        return transactions.execute(status -> entities.createQuery(
                        "select p.number, a.name, a.publishedVersion from PhoneNumberRow p"
                                + " left join AgentRow a on a.id = p.agentId"
                                + " where p.tenantId = :tenant and p.numberKey = :number",
                        Object[].class)
                .setParameter("tenant", tenantId)
                .setParameter("number", numberKey.apply(number))
                .getResultStream()
                .findFirst()
                .map(row -> new Target((String) row[0], row[1] == null ? "" : (String) row[1], row[2] != null)));
    }
}
