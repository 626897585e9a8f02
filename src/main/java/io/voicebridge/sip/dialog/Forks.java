package io.voicebridge.sip.dialog;

import io.voicebridge.sip.OutgoingInviteListener;
import io.voicebridge.sip.Reason;
import io.voicebridge.sip.message.RAck;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transport.Hop;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The dialogs that one INVITE of ours leads to, by the tag of who answers: proxies may fork it (RFC 3261 section 13.2.2.4).
 * There is a limit to them. Used on one loop only.
 */
final class Forks {

    /** Forks that may answer; more are not acknowledged. */
    private static final int MOST = 16;

    private final LoopContext context;
    private final WireRequest invite;
    private final Hop hop;
    private final Authorizer authorizer;
    private final OutgoingInviteListener listener;
    private final Consumer<Reason> failed;
    private final Map<String, Fork> byTag = new HashMap<>();

    /** @param failed told why the call cannot go on, once no fork is left that it could go on by */
    Forks(
            LoopContext context,
            WireRequest invite,
            Hop hop,
            Authorizer authorizer,
            OutgoingInviteListener listener,
            Consumer<Reason> failed) {
        this.context = context;
        this.invite = invite;
        this.hop = hop;
        this.authorizer = authorizer;
        this.listener = listener;
        this.failed = failed;
    }

    /**
     * Takes a provisional response: one that is reliable is acknowledged (RFC 3262 section 4).
     *
     * @return false if it has come before, or came before its turn
     */
    boolean progressed(WireResponse response) {
        OptionalLong number = response.status() > 100 && OptionTags.requires(response, OptionTags.RELIABLE)
                ? RAck.rseq(response)
                : OptionalLong.empty();
        if (number.isEmpty() || response.to().tag().isEmpty()) {
            return true;
        }
        boolean known = byTag.containsKey(response.to().tag());
        Optional<Fork> fork = of(response);
        boolean next = fork.isPresent() && fork.get().progressed(response, number.getAsLong());
        if (next && !known) {
            CallDialog dialog = fork.get().dialog();
            listener.progressing(dialog.handle(), response).ifPresent(dialog::attend);
        }
        return next;
    }

    /**
     * Takes a 2xx, and its repetitions.
     *
     * @param wanted asked once for each fork; false if the call is over, or is answered already: then it is hung up at once
     */
    void answered(WireResponse response, BooleanSupplier wanted) {
        makeRoom(response.to().tag());
        Optional<Fork> fork = of(response);
        if (fork.isPresent() && fork.get().isAnswered()) {
            fork.get().acknowledgeAgain();
        } else if (fork.isPresent()) {
            boolean begins = wanted.getAsBoolean();
            fork.get().answered(response, ack -> {
                if (begins) {
                    begin(fork.get().dialog(), ack, response);
                } else {
                    fork.get().hangUp();
                }
            });
            if (begins) {
                settle();
            }
        }
    }

    /** One that answers takes the place of one that has not. */
    private void makeRoom(String tag) {
        if (!byTag.containsKey(tag) && byTag.size() >= MOST) {
            byTag.entrySet().stream()
                    .filter(entry -> !entry.getValue().isAnswered())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .ifPresent(early -> byTag.remove(early).drop());
        }
    }

    private void begin(CallDialog dialog, WireRequest ack, WireResponse response) {
        dialog.attend(listener.answered(dialog.handle(), response));
        dialog.begin(ack, invite.body());
        dialog.session().agreed(response);
    }

    private Optional<Fork> of(WireResponse response) {
        String tag = response.to().tag();
        Fork known = byTag.get(tag);
        if (known == null && byTag.size() < MOST) {
            known = new Fork(context, invite, response, hop, authorizer, why -> lost(tag, why));
            byTag.put(tag, known);
        }
        return Optional.ofNullable(known);
    }

    /** Goes on without a fork, if there is another. */
    private void lost(String tag, Reason why) {
        boolean another = byTag.entrySet().stream()
                .anyMatch(entry -> !entry.getKey().equals(tag)
                        && !entry.getValue().dialog().isOver());
        Optional.ofNullable(byTag.get(tag)).ifPresent(Fork::drop);
        if (!another) {
            failed.accept(why);
        }
    }

    /** The INVITE has its final response, or is given up: early dialogs end; one may still turn out to be answered. */
    void settle() {
        byTag.values().stream().filter(fork -> !fork.isAnswered()).forEach(Fork::drop);
    }
}
