package io.voicebridge.rtp.srtp;

import org.jitsi.srtp.crypto.CipherFactory;

/**
 * The ciphers of the Java runtime. Named to the library, which otherwise tries every one that it knows for a second or two
 * when the first call comes, and takes what was fastest at that moment. Public because it makes it by its name.
 */
public final class JceCipherFactory extends CipherFactory {

    public JceCipherFactory() {
        super("SunJCE");
    }
}
