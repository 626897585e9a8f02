package io.voicebridge.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts together what the rows of one conversation prove. The transcript counts from when the agent was there, the
 * recording from the answer; what was said before the answer was heard at the answer.
 */
final class EvidenceReader {

    /** The source of a transcript line that the caller had to hear, as agents name it. */
    private static final String DISCLOSURE = "disclosure";

    /** Keys of an outcome's evidence, as the embedded agent names them. */
    private static final String CONSENT = "consent";

    private static final String OBJECTION = "do_not_call";

    private final ConversationRow call;
    private final JsonColumn json;
    private final Map<String, TranscriptRow> lines = new LinkedHashMap<>();

    /** @param transcript in the order in which the lines began */
    EvidenceReader(ConversationRow call, List<TranscriptRow> transcript, JsonColumn json) {
        this.call = call;
        this.json = json;
        transcript.forEach(line -> lines.put(line.itemId, line));
    }

    List<CallEvidence.Spoken> disclosures() {
        return lines.values().stream()
                .filter(line -> line.source.equals(DISCLOSURE))
                .map(this::spoken)
                .toList();
    }

    /** One for each answer that the agent came to; a later commit that only repeats it is none. */
    List<CallEvidence.Consent> consents(List<OutcomeRow> revisions) {
        List<CallEvidence.Consent> consents = new ArrayList<>();
        String last = "";
        for (OutcomeRow row : revisions) {
            List<TranscriptRow> words = words(row, CONSENT);
            String answer =
                    row.consent + ' ' + words.stream().map(line -> line.itemId).toList();
            if (row.consent.isEmpty() || answer.equals(last)) {
                continue;
            }
            last = answer;
            consents.add(new CallEvidence.Consent(
                    row.revision,
                    row.consent,
                    row.committedAt,
                    question(words),
                    words.stream().map(this::spoken).toList()));
        }
        return consents;
    }

    private String question(List<TranscriptRow> words) {
        if (words.isEmpty()) {
            return "";
        }
        long asked = words.get(0).startMs;
        return lines.values().stream()
                .filter(line -> line.role.equals("agent") && line.startMs < asked)
                .reduce((first, second) -> second)
                .map(line -> line.text)
                .orElse("");
    }

    /** @return null if there is none */
    CallEvidence.OptOut optOut(List<OutcomeRow> revisions, List<DoNotCallRow> listed, List<TimelineRow> timeline) {
        OutcomeRow row = revisions.stream().filter(each -> each.dnc).findFirst().orElse(null);
        if (row == null) {
            return null;
        }
        Instant listedAt = listed.stream()
                .map(entry -> entry.askedAt)
                .min(Instant::compareTo)
                .orElse(null);
        return new CallEvidence.OptOut(
                words(row, OBJECTION).stream().map(this::spoken).toList(),
                row.revision,
                row.source,
                row.committedAt,
                row.beforeBye,
                listedAt,
                call.byeRevision >= row.revision ? call.endedAt : null,
                told(row, timeline));
    }

    private List<CallEvidence.Told> told(OutcomeRow optOut, List<TimelineRow> timeline) {
        List<CallEvidence.Told> told = new ArrayList<>();
        for (TimelineRow entry : timeline) {
            Map<String, Object> detail = json.object(entry.detail);
            if (entry.kind.equals(Note.OPT_OUT_TOLD)) {
                String to = text(detail, detail.containsKey("to") ? "to" : "webhook_id");
                told.add(new CallEvidence.Told(to, entry.at, text(detail, "delivery_id")));
            } else if (entry.kind.equals("outcome-read")
                    && text(detail, "status").equals("ready")
                    && detail.get("revision") instanceof Number revision
                    && revision.intValue() >= optOut.revision) {
                told.add(new CallEvidence.Told("five9", entry.at, ""));
            }
        }
        return told;
    }

    private static String text(Map<String, Object> detail, String name) {
        return String.valueOf(detail.getOrDefault(name, ""));
    }

    /** The caller's utterances that a commit names, by what they are evidence of if it says so. */
    private List<TranscriptRow> words(OutcomeRow row, String what) {
        Set<String> ids = new TreeSet<>();
        for (String entry : json.list(row.evidence)) {
            if (entry.startsWith("{")) {
                for (JsonNode id : json.tree(entry).path(what)) {
                    ids.add(id.asText());
                }
            } else {
                ids.add(entry);
            }
        }
        return lines.values().stream()
                .filter(line -> ids.contains(line.itemId) && line.role.equals("caller"))
                .toList();
    }

    private CallEvidence.Spoken spoken(TranscriptRow line) {
        long callMs = Math.max(0, line.startMs - call.agentLeadMs);
        boolean recorded = !call.recordingState.isEmpty()
                && !call.recordingState.equals("failed")
                && (call.recordingState.equals("writing") || callMs < call.recordedMs);
        boolean complete = line.interruptedAtMs < 0;
        return new CallEvidence.Spoken(
                line.itemId,
                line.text,
                call.answeredAt == null ? null : call.answeredAt.plusMillis(callMs),
                callMs,
                recorded ? callMs : null,
                complete,
                complete ? line.endMs - line.startMs : line.interruptedAtMs,
                line.confidence);
    }
}
