package io.voicebridge.cli.agent;

import io.voicebridge.agent.brain.BrainFault;

/** A chat model did not answer as it should. */
final class ChatFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient BrainFault fault;

    ChatFault(BrainFault fault) {
        super(fault.code() + ": " + fault.detail());
        this.fault = fault;
    }

    static ChatFault passing(String code, String detail) {
        return new ChatFault(BrainFault.passing(code, detail));
    }

    static ChatFault lasting(String code, String detail) {
        return new ChatFault(BrainFault.lasting(code, detail));
    }

    BrainFault fault() {
        return fault;
    }
}
