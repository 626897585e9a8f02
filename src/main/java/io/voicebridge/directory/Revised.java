package io.voicebridge.directory;

/** Something that has an id, and a revision that grows with each change: its ETag. */
public interface Revised {

    String id();

    int revision();
}
