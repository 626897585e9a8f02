package io.voicebridge.rehearsal;

import java.util.Map;

/** What became of a call, by its script. */
sealed interface ScriptEnd {

    /** An agent of the skill has the call. */
    record WithAgent(String skill, Map<String, String> screenPop) implements ScriptEnd {}

    record Disposed(String disposition) implements ScriptEnd {}

    /** The script ran out of modules, or could not go on. */
    record Stopped(String detail) implements ScriptEnd {}
}
