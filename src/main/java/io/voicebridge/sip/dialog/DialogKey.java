package io.voicebridge.sip.dialog;

/** What identifies a dialog (RFC 3261 section 12): the Call-ID and the tags of both sides. */
record DialogKey(String callId, String localTag, String remoteTag) {}
