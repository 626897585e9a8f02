package io.voicebridge.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads leads from a CSV file with a line of column names, as Five9's lists are exported. {@code number1} is the number;
 * every column is a field of the contact, but for {@code behaviour}, {@code expect_skill} and {@code expect_disposition}.
 */
final class LeadsReader {

    private static final int MAX_LEADS = 10_000;
    private static final int MAX_CHARACTERS = 4 * 1024 * 1024;
    private static final String NUMBER = "number1";
    private static final String BEHAVIOUR = "behaviour";
    private static final String SKILL = "expect_skill";
    private static final String DISPOSITION = "expect_disposition";

    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvParser.Feature.TRIM_SPACES, CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    private final String file;
    private final List<Customer> behaviours;
    private final List<String> faults = new ArrayList<>();

    private LeadsReader(String file, List<Customer> behaviours) {
        this.file = file;
        this.behaviours = behaviours;
    }

    /**
     * @param behaviours whom the leads take after: the one that the column names, else each in turn; if there are none the
     *     leads say nothing
     * @throws InvalidFile with all the faults
     */
    static List<Customer> read(String file, String text, List<Customer> behaviours) {
        return new LeadsReader(file, behaviours).read(text);
    }

    private List<Customer> read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new InvalidFile(file, List.of("is larger than " + MAX_CHARACTERS + " characters"));
        }
        List<Customer> leads = new ArrayList<>();
        try (MappingIterator<Map<String, String>> lines = CSV.readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(text)) {
            while (lines.hasNextValue()) {
                Map<String, String> line = new LinkedHashMap<>(lines.nextValue());
                if (leads.size() == MAX_LEADS) {
                    throw new InvalidFile(file, List.of("has more than " + MAX_LEADS + " leads"));
                }
                leads.add(lead(line, leads.size()));
            }
        } catch (JsonProcessingException e) {
            throw new InvalidFile(file, List.of("is not CSV: " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new InvalidFile(file, List.of("cannot be read: " + e.getMessage()));
        }
        if (leads.isEmpty()) {
            faults.add("holds no lead below its line of column names");
        }
        if (!faults.isEmpty()) {
            throw new InvalidFile(file, faults);
        }
        return List.copyOf(leads);
    }

    private Customer lead(Map<String, String> fields, int index) {
        String name = "lead " + (index + 1);
        Optional<String> behaviour = take(fields, BEHAVIOUR);
        Optional<Customer.Expected> expected = expected(name, take(fields, SKILL), take(fields, DISPOSITION));
        String number = fields.getOrDefault(NUMBER, "");
        if (number.isBlank()) {
            faults.add(name + ": has no " + NUMBER);
        }
        return behaving(name, behaviour, index).as(name, number, Map.copyOf(fields), expected);
    }

    private static Optional<String> take(Map<String, String> fields, String column) {
        return Optional.ofNullable(fields.remove(column)).filter(value -> !value.isBlank());
    }

    private Optional<Customer.Expected> expected(String name, Optional<String> skill, Optional<String> disposition) {
        if (skill.isPresent() && disposition.isPresent()) {
            faults.add(name + ": expects a skill and a disposition, which cannot both come true");
        }
        return skill.map(value -> new Customer.Expected(ScriptEnd.Kind.SKILL, value, Map.of(), List.of()))
                .or(() -> disposition.map(
                        value -> new Customer.Expected(ScriptEnd.Kind.DISPOSITION, value, Map.of(), List.of())));
    }

    private Customer behaving(String name, Optional<String> behaviour, int index) {
        if (behaviour.isEmpty()) {
            return behaviours.isEmpty() ? Customer.silent(name) : behaviours.get(index % behaviours.size());
        }
        return behaviours.stream()
                .filter(known -> known.name().equals(behaviour.get()))
                .findFirst()
                .orElseGet(() -> {
                    faults.add(name + ": behaves like '" + behaviour.get() + "', which is none of "
                            + behaviours.stream().map(Customer::name).toList());
                    return Customer.silent(name);
                });
    }
}
