package io.voicebridge.rehearsal;

import java.util.List;
import java.util.Map;

/**
 * A Five9 IVR script, as far as a call to us is concerned. Immutable; any number of calls run it at once.
 *
 * @param variables the script's own, with the values they start with
 * @param skills those that have an agent waiting
 * @param modules by name, in the order of the file; a call starts at the first
 * @param hangupModules run when the customer hangs up; may be empty
 */
record IvrScript(
        String name,
        Map<String, ScriptValue> variables,
        List<String> skills,
        Map<String, IvrModule> modules,
        Map<String, IvrModule> hangupModules) {

    /**
     * Reads a script in YAML, in the form that {@code docs/rehearsal.md} describes.
     *
     * @param file its name, for messages
     * @throws InvalidFile with all the faults
     */
    static IvrScript parse(String file, String text) {
        return new ScriptReader(YamlNode.parse(file, text)).read(file);
    }
}
