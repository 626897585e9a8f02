package io.voicebridge.agent.dialogue;

/**
 * The agent does not hand the call back but connects the caller with a person.
 *
 * @param to a number in E.164, fixed: a caller's data never chooses where a call goes
 * @param whisper what the person hears first, alone; empty for nothing
 */
public record Transfer(String to, Mode mode, String whisper) {

    public enum Mode {
        /** The caller hears it ring. */
        COLD("cold"),
        /** The caller stays with the agent until somebody is there and was told. */
        WARM("warm");

        private final String code;

        Mode(String code) {
            this.code = code;
        }

        /** The name on the wire. */
        public String code() {
            return code;
        }
    }
}
