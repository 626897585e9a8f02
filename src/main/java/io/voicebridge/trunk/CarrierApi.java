package io.voicebridge.trunk;

/** A provider's API, opened with one tenant's account. Not thread-safe. */
public interface CarrierApi extends AutoCloseable {

    /** Asks once. Blocks. @throws CarrierFault with status 0 if no answer came */
    CarrierAnswer send(CarrierRequest request);

    @Override
    void close();

    /**
     * Whose account it is.
     *
     * @param account the provider's id of it; empty where there is none
     * @param user of the key
     * @param secret the key itself
     */
    record Credentials(String account, String user, String secret) {
        @Override
        public String toString() {
            return "Credentials[account=" + account + ']';
        }
    }

    /** Opens the API of a provider. */
    @FunctionalInterface
    interface Opening {
        CarrierApi open(Provider provider, Credentials credentials);
    }
}
