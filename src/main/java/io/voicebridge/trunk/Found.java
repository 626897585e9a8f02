package io.voicebridge.trunk;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A piece as the provider has it.
 *
 * @param id the provider's
 * @param have its fields, by the provider's names
 */
record Found(String id, JsonNode have) {}
