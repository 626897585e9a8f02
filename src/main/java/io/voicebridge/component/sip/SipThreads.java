package io.voicebridge.component.sip;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The threads of a component.
 *
 * @param events run the routes of events
 * @param steps run routes on after a step that waited
 * @param timer one thread for what is due
 */
record SipThreads(ExecutorService events, ExecutorService steps, ScheduledExecutorService timer) {}
