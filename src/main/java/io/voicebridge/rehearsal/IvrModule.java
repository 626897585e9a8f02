package io.voicebridge.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One module of a Five9 IVR script, under the name that the script designer gives its kind. */
sealed interface IvrModule {

    /** Unique in its script. */
    String name();

    /** The module after this one; empty at the end of the script. Five9 calls it the single descendant. */
    Optional<String> next();

    /** {@code variable = expression}. */
    record Assignment(String variable, Expression expression) {}

    record SetVariable(String name, List<Assignment> assignments, Optional<String> next) implements IvrModule {}

    /**
     * Asks a web service.
     *
     * @param parameters sent in the query string of a GET, else as a form, unless there is a body
     * @param authorizationProfile a name for headers that carry a secret and stand in no script
     * @param timeout for the whole exchange; 5 s is Five9's default
     * @param onFailure where to go when no response fits, none comes in time, or the service cannot be reached
     */
    record Query(
            String name,
            String method,
            Template url,
            Map<String, Template> parameters,
            Map<String, Template> headers,
            Optional<Template> body,
            Optional<String> authorizationProfile,
            Duration timeout,
            List<Response> responses,
            Optional<String> statusVariable,
            Optional<String> next,
            Optional<String> onFailure)
            implements IvrModule {}

    /** What to take from an answer whose status lies in the range. The first response that fits wins. */
    record Response(int from, int to, Extraction extraction) {}

    /**
     * Hands the caller to another number.
     *
     * @param sendData a KVList whose X- entries become headers of the INVITE
     * @param receiveData a KVList that takes the X- headers of the BYE
     * @param returns Return After 3rd Party Call: the script goes on when the other side hangs up
     * @param onFailure where to go when the number is not reached
     */
    record ThirdPartyTransfer(
            String name,
            Template number,
            Optional<String> sendData,
            Optional<String> receiveData,
            boolean returns,
            Duration ringTimeout,
            Optional<String> next,
            Optional<String> onFailure)
            implements IvrModule {}

    /** Takes the first branch whose condition holds; {@code next} is where none does. If/Else is a Case of one branch. */
    record Case(String name, List<Branch> branches, Optional<String> next) implements IvrModule {}

    /** @param target the module that the branch leads to */
    record Branch(Condition condition, String target) {}

    /**
     * Puts the caller in the queue of a skill, where an agent takes the call and sees the variables of the screen pop.
     *
     * @param screenPop empty for every variable that the script has set
     * @param next where a skill that nobody has leads
     */
    record SkillTransfer(String name, Template skill, Optional<List<String>> screenPop, Optional<String> next)
            implements IvrModule {}

    /**
     * A module without a part in a call to us, such as Play or a look-up of the contact. The script goes on behind it.
     *
     * @param kind what the export calls it
     */
    record PassedOver(String name, String kind, Optional<String> next) implements IvrModule {}

    /** Ends the call with a disposition. */
    record Hangup(String name, Template disposition) implements IvrModule {
        @Override
        public Optional<String> next() {
            return Optional.empty();
        }
    }
}
