/** Who decides what the agent of the provider {@code cascade} says: whoever a Camel route asks. */
package io.voicebridge.agent.brain;
