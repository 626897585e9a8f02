package io.voicebridge.sip;

/**
 * Which calls have provisional responses that are acknowledged by PRACK (RFC 3262). A caller that requires it gets it in any
 * case; so does a callee whose response requires it.
 */
public enum ReliableProvisionals {
    /** Only those whose caller requires it. Our own calls do not offer it. */
    REQUIRED,
    /** Also those whose caller supports it. Our own calls offer it. */
    SUPPORTED
}
