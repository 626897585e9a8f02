package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.agent.AgentFailure;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What a {@link Protocol} can do in its call. Session's thread. */
interface Studio {

    void send(JsonNode message);

    void send(byte[] message);

    /** The provider is set up: from now on it hears the caller. */
    void ready();

    /** The provider says that it speaks now. */
    void agentSpeaks();

    /** Speech of 8 kHz to be played after what is waiting. */
    void agentAudio(String item, short[] pcm);

    /** No more audio follows for the item. */
    void agentDone(String item);

    /** The provider hears the caller speak: what is being said is meant to stop. */
    void callerSpeaks();

    /** The provider takes back what it has sent and was not heard yet. */
    void clear();

    /** What an item of the agent says, in words; told once it was heard. */
    void agentSaid(String item, String text);

    /** What the caller has said. @param source the recogniser's name */
    void callerSaid(String text, String source);

    void toolCall(String id, String name, String arguments);

    /** The agent has hung up. */
    void finish(String reason);

    void failed(AgentFailure failure);

    /** Says a line in the bridge's voice. */
    void say(String line);

    /** The end of the call is decided: nothing more has to be thought of. */
    boolean isEnding();

    void metric(String name, double value);

    /** Milliseconds of a clock that only goes forward. */
    long now();

    /** Runs on the session's thread, soon. From any thread. */
    void post(Runnable event);

    /** Does slow work on another thread and brings what it made, or in one word why not, to the session's. */
    <T> void compute(Supplier<T> work, Consumer<T> done, Consumer<String> failed);
}
