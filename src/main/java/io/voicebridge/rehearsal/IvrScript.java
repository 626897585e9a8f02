package io.voicebridge.rehearsal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Five9 IVR script, as far as a call to us is concerned. Immutable; any number of calls run it at once.
 *
 * @param variables the script's own, with the values they start with
 * @param skills those that have an agent waiting; empty if every skill has one
 * @param modules by name, in the order of the file; a call starts at the first
 * @param hangupModules run when the customer hangs up; may be empty
 */
record IvrScript(
        String name,
        Map<String, ScriptValue> variables,
        Optional<List<String>> skills,
        Map<String, IvrModule> modules,
        Map<String, IvrModule> hangupModules) {

    /**
     * Reads a script: an export of Five9 if its name ends in {@code .five9ivr} or {@code .xml}, else YAML in the form that
     * {@code docs/rehearsal.md} describes.
     *
     * @param file its name
     * @throws InvalidFile with all the faults
     */
    static IvrScript parse(String file, String text) {
        String name = file.toLowerCase(Locale.ROOT);
        if (name.endsWith(".five9ivr") || name.endsWith(".xml")) {
            return ExportReader.read(file, text);
        }
        return new ScriptReader(YamlNode.parse(file, text)).read(file);
    }
}
