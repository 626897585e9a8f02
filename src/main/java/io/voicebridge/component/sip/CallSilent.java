package io.voicebridge.component.sip;

import java.time.Duration;

/** Body of the event {@code silent}: no RTP has come from the caller for this long. */
public record CallSilent(Duration since) {}
