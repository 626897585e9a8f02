package io.voicebridge.conversation.diagnosis;

/**
 * What to do about calls that are refused for one condition.
 *
 * @param condition as the refused call has it
 * @param advice for a person
 */
record RefusalRule(String condition, String advice) {}
