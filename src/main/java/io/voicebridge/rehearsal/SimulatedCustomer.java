package io.voicebridge.rehearsal;

import java.util.List;

/**
 * Somebody of a customers file, as people choose them.
 *
 * @param says their replies, in order
 * @param expected what has to become of the call; empty if any end will do
 */
public record SimulatedCustomer(String campaign, String name, String phone, List<String> says, String expected) {}
