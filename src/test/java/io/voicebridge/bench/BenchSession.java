package io.voicebridge.bench;

import java.nio.charset.StandardCharsets;

/** The answer that every called side of the benchmarks gives. */
final class BenchSession {

    static final byte[] SDP = ("v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                    + "m=audio 41000 RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private BenchSession() {}
}
