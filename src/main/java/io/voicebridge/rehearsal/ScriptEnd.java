package io.voicebridge.rehearsal;

import java.util.Map;

/** What became of a call, by its script. */
sealed interface ScriptEnd {

    enum Kind {
        SKILL("Skill Transfer"),
        DISPOSITION("Disposition"),
        STOPPED("Stopped:");

        final String label;

        Kind(String label) {
            this.label = label;
        }
    }

    Kind kind();

    /** The skill, the disposition, or why the script stopped. */
    String value();

    default String sentence() {
        return kind().label + " " + value();
    }

    /** An agent of the skill has the call. */
    record WithAgent(String value, Map<String, String> screenPop) implements ScriptEnd {
        @Override
        public Kind kind() {
            return Kind.SKILL;
        }
    }

    record Disposed(String value) implements ScriptEnd {
        @Override
        public Kind kind() {
            return Kind.DISPOSITION;
        }
    }

    /** The script ran out of modules, or could not go on. */
    record Stopped(String value) implements ScriptEnd {
        @Override
        public Kind kind() {
            return Kind.STOPPED;
        }
    }
}
