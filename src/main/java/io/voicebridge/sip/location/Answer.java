package io.voicebridge.sip.location;

import java.util.List;

/**
 * What a name server has said about one question.
 *
 * @param records in our own form, empty if there are none; at most {@link #MOST_RECORDS}
 * @param seconds for which this holds
 * @param alias the name that it is another one for, if the server has not said more about that; else empty
 */
record Answer<T>(List<T> records, long seconds, String alias) {

    static final int MOST_RECORDS = 32;

    static <T> Answer<T> none(long seconds) {
        return new Answer<>(List.of(), seconds, "");
    }
}
