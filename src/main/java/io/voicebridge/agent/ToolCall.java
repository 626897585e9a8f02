package io.voicebridge.agent;

/**
 * A session asks the bridge to do something: {@code commit_outcome}, {@code transfer_call} or {@code
 * end_call}. It is done once for each id,
 * however often it is asked.
 *
 * @param id unique in the conversation
 * @param arguments a JSON object
 */
public record ToolCall(String id, String name, String arguments) {

    /** Arguments as in the contract's outcome: outcome, final, route, summary, intent, dnc, callback_at, consent, variables, evidence. */
    public static final String COMMIT_OUTCOME = "commit_outcome";

    /** A request to the tenant's own system. Arguments: tool, url, method, key_secret, arguments; all but the last from the settings. */
    public static final String CALL_HTTP = "call_http";

    /** The agent is finished: the call is handed back. Argument: reason. */
    public static final String END_CALL = "end_call";

    /**
     * Connect the caller with a person. Arguments: to (a number; of a test line also {@code self}), mode, whisper, accept_key, caller_id, headers, answer_timeout_s,
     * on_fail. The answer says whether it is being tried; if nobody takes the call, {@link AgentSession#resumed} tells.
     */
    public static final String TRANSFER_CALL = "transfer_call";
}
