package io.voicebridge.conversation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;

/** One call that an agent answered, or was about to. */
@Entity
@Table(name = "conversation")
@NamedQuery(
        name = ConversationRow.OPEN_AT,
        query = "select c.id from ConversationRow c where c.state <> 'ended' and c.node = :node")
@NamedQuery(
        name = ConversationRow.TRUNCATE_AT,
        query = "update ConversationRow c set c.recordingState = 'truncated'"
                + " where c.node = :node and c.state = 'ended' and c.recordingState = 'writing'")
class ConversationRow {

    /** Named, as they are asked at each start: so they are read beside it, while the database opens. */
    static final String OPEN_AT = "conversations open at a node";

    static final String TRUNCATE_AT = "truncate recordings of a node";

    @Id
    String id;

    @Column(name = "tenant_id")
    String tenantId;

    @Column(name = "call_id")
    String callId;

    String correlation;

    String ani;

    String dnis;

    String number;

    @Column(name = "number_key")
    String numberKey;

    @Column(name = "agent_id")
    String agentId;

    String agent;

    @Column(name = "agent_version")
    int agentVersion;

    /** {@code ringing}, {@code talking} or {@code ended}. */
    String state;

    /** Of a simulated customer. */
    boolean rehearsal;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "answered_at")
    Instant answeredAt;

    @Column(name = "ended_at")
    Instant endedAt;

    /** {@code agent}, {@code caller}, {@code bridge}, {@code api}, {@code fault} or {@code interrupted}; empty while it lasts. */
    @Column(name = "ended_by")
    String endedBy;

    @Column(name = "end_detail")
    String endDetail;

    /** File name in the recordings folder, or empty. */
    String recording;

    @Column(name = "recorded_ms")
    long recordedMs;

    /** A {@link RecordingFacts.State}, or empty. */
    @Column(name = "recording_state")
    String recordingState;

    /** The outcome revision that counts; 0 if there is none. */
    int revision;

    @Column(name = "final_outcome")
    boolean finalOutcome;

    String outcome;

    @Column(name = "route_type")
    String routeType;

    /** JSON object, as the number had it when the call came; so {@link #byeHeaders}. */
    @Column(name = "default_route")
    String defaultRoute;

    @Column(name = "bye_headers")
    String byeHeaders;

    /** The outcome revision that the BYE carried; -1 until one was sent. */
    @Column(name = "bye_revision")
    int byeRevision;

    /** The outcome revision that a script was given while the call was up; 0 if none was. */
    @Column(name = "told_revision")
    int toldRevision;

    /** The bridge that serves the call. */
    String node;

    /** JSON object of what was measured; empty while the call lasts. */
    String metrics;

    /** The agent's time at the answer: from there on the transcript counts. */
    @Column(name = "agent_lead_ms")
    long agentLeadMs;

    String diagnosis;

    /** When it is judged once more; null if it is not. */
    @Column(name = "diagnosis_due")
    Instant diagnosisDue;

    /** {@link Erasure#trace} of an erased conversation's correlation; else empty. */
    @Column(name = "erased_correlation")
    String erasedCorrelation;

    @Column(name = "erased_at")
    Instant erasedAt;

    /** Where the call's trace goes on, as W3C Trace Context writes it; empty without tracing. */
    String traceparent;
}
