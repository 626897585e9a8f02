package io.voicebridge.rehearsal;

import java.util.List;

/**
 * Who is called.
 *
 * @param dnis the number that the campaign calls from
 */
record Campaign(String name, String dnis, List<Customer> customers) {}
