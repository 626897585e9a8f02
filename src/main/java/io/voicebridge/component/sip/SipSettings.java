package io.voicebridge.component.sip;

import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.RecordingFormat;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the component's one SIP server is set up.
 *
 * @param advertisedHost what peers are told to send signalling to, if it is not the address bound
 * @param recordings the folder of recordings; empty if calls are not recorded
 * @param recordingFormat how they are written; empty for WAV files
 * @param maxCallSeconds after this the agent is reported as failed with {@code max_duration}
 */
record SipSettings(
        CallEngineSettings engine,
        Optional<String> advertisedHost,
        Optional<Path> recordings,
        Optional<RecordingFormat> recordingFormat,
        int maxCallSeconds) {}
