/**
 * Who may call: address lists that judge the true source of a message, the policies that listeners name, and what they ask
 * of a request before anything is remembered for it. Immutable values and bounded tables; nothing here blocks.
 */
package io.voicebridge.sip.admission;
