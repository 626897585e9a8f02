/** What a Five9 administrator enters for a number: a set-up sheet and scripts to import. */
package io.voicebridge.five9.kit;
