package io.voicebridge.security.openid;

/** Somebody is not signed in. The message is for the log: it holds no token and no code. */
public final class SignInRefused extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why, as the page of the sign-in tells it. */
    public enum Why {
        /** The provider, or the person there, said no. */
        DENIED,
        /** The answer belongs to no sign-in that was begun in this browser. */
        UNASKED,
        /** The provider cannot be reached, is too slow, or is not what the settings say. */
        PROVIDER,
        /** The token of the provider is not good. */
        TOKEN,
        /** The person is known, and may do nothing here. */
        ROLE,
        /** There is no such tenant. */
        TENANT
    }

    private final Why why;

    public SignInRefused(Why why, String message) {
        super(message);
        this.why = why;
    }

    SignInRefused(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
