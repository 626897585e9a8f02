package io.voicebridge.speech;

import java.util.Map;

/**
 * A pinned npm package that carries a speech model.
 *
 * @param id our short name for it, also the beginning of its folder in the cache
 * @param purpose what stops working without it, for people
 * @param bytes size of the tarball
 * @param integrity {@code sha512-} and the Base64 digest of the tarball, as npm writes it
 * @param license under which terms the model stands
 * @param files path inside the tarball to exact size; only these are unpacked
 */
public record SpeechPackage(
        String id,
        String purpose,
        String name,
        String version,
        long bytes,
        String integrity,
        String license,
        Map<String, Long> files) {

    public SpeechPackage {
        files = Map.copyOf(files);
    }

    /** As npm writes it: {@code name@version}. */
    public String spec() {
        return name + "@" + version;
    }
}
