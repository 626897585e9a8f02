package io.voicebridge.sip.location;

/**
 * A server of a service (RFC 2782).
 *
 * @param priority the lowest is tried first
 * @param weight share among those of one priority
 * @param target host name; {@code .} says that the service is not offered
 */
record Srv(int priority, int weight, int port, String target) {

    boolean isRefusal() {
        return target.equals(".");
    }
}
