package io.voicebridge.system;

import java.util.List;

/** One line of a calling list, with names that real lists hold. */
record Lead(String sessionId, String accountId, String firstName, String city) {

    private static final List<String> FIRST_NAMES =
            List.of("Ann", "Jürgen", "Zoë", "D'Angelo", "María José", "Bob \"the\" Builder", "Nguyễn", "O'Brien");
    private static final List<String> CITIES = List.of("Denver", "São Paulo", "Köln", "St. John's", "Coeur d'Alene");

    static Lead number(int index) {
        return new Lead(
                "6000000%05d".formatted(index),
                "%07d".formatted(5550000 + index),
                FIRST_NAMES.get(index % FIRST_NAMES.size()),
                CITIES.get(index % CITIES.size()));
    }

    String csv() {
        return String.join(";", sessionId, accountId, firstName, city);
    }
}
