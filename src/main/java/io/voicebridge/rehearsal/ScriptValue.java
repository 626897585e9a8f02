package io.voicebridge.rehearsal;

/** What a script variable holds. */
sealed interface ScriptValue permits KeyValues, ScriptValue.Text {

    /** As it is spliced into a template or shown on a screen pop. */
    String text();

    record Text(String text) implements ScriptValue {

        static final Text EMPTY = new Text("");
    }
}
