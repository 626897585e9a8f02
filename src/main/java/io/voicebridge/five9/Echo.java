package io.voicebridge.five9;

import java.util.List;
import java.util.Locale;

/** Tells an administrator what a request carried when it arrived, so that a script can be mended. Secrets are masked. */
public final class Echo {

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

    /** With these begin our own keys and webhook secrets, whatever the field is called. */
    private static final List<String> SECRET_PREFIXES = List.of("vb_", "whsec_", "bearer ", "basic ");

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
                || SECRET_PREFIXES.stream().anyMatch(lowerValue::startsWith);
    }
}
