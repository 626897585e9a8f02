package io.voicebridge.security.openid;

import io.voicebridge.security.Scope;

/**
 * Who signed in, and as what.
 *
 * @param subject the provider's own name of the person, which never changes
 * @param name for other people to read
 * @param tenant the name of the tenant
 */
public record Person(String subject, String name, String tenant, Scope scope) {}
