package io.voicebridge.cli;

public final class Bridge {
    private Bridge() {}

    public static void main(String[] args) {}
}
