/**
 * Why a call did not go as its script expects, in one line with the fix. One rule a class, all of them pure: what is known
 * of the call goes in, a sentence comes out. The order of {@link io.voicebridge.conversation.diagnosis.CallRules} says which
 * trouble is told when there are several.
 */
package io.voicebridge.conversation.diagnosis;
