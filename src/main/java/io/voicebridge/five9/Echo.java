package io.voicebridge.five9;

import io.voicebridge.conversation.SecretText;
import java.util.List;
import java.util.Locale;

/** Tells an administrator what a request carried when it arrived, so that a script can be mended. Secrets are masked. */
public final class Echo {

    /** More than of a call ({@code SipVariables}), whose lead data may be named so: nothing is lost by it here. */
    private static final List<String> SECRETS = List.of(
            "key",
            "secret",
            "token",
            "password",
            "passwd",
            "pwd",
            "auth",
            "bearer",
            "signature",
            "credential",
            "snc-param");

    /** As {@code Authorization} has them (RFC 6750, RFC 7617). */
    private static final List<String> CREDENTIALS = List.of("bearer ", "basic ");

    private Echo() {}

    public static FlatView of(String method, String contentType, String keyId, Fields fields) {
        FlatView view = new FlatView(fields.fault().isEmpty() ? "ok" : "invalid", fields.flag("ascii"))
                .put("method", method)
                .put("content_type", contentType)
                .put("key_id", keyId)
                .put("field_count", Integer.toString(fields.values().size()))
                .error(fields.fault());
        fields.values().forEach((name, value) -> view.extra("f_" + name, isSecret(name, value) ? "***" : value));
        return view;
    }

    private static boolean isSecret(String name, String value) {
        String lowerName = name.toLowerCase(Locale.ROOT);
        String lowerValue = value.strip().toLowerCase(Locale.ROOT);
        return SECRETS.stream().anyMatch(lowerName::contains)
                || CREDENTIALS.stream().anyMatch(lowerValue::startsWith)
                || SecretText.isOurs(value);
    }
}
