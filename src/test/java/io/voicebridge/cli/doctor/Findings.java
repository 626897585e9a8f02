package io.voicebridge.cli.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes checks one after another, by their names. */
final class Findings {

    private Findings() {}

    static Map<String, Finding> of(List<Check> checks) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (Check check : checks) {
            try {
                findings.put(check.name(), check.look().take());
            } catch (Exception e) {
                findings.put(check.name(), Finding.red(String.valueOf(e.getMessage())));
            }
        }
        return findings;
    }
}
