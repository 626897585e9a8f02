package io.voicebridge.rtp.srtp;

/**
 * Encrypts and authenticates packets of RTP, or of RTCP, with the session keys of one master key. Has no memory of packets: all
 * streams under a key share one. Works in place; a packet starts at index 0 of its array. One media thread.
 */
interface PacketCipher {

    /**
     * Encrypts and adds index and tag. The caller has left {@link Protection#OVERHEAD} bytes free.
     *
     * @param from where the encrypted part begins
     * @param index of 48 bits for RTP, of 31 bits for RTCP; never twice with one SSRC
     * @return the length of the packet then
     */
    int seal(byte[] packet, int from, int length, int ssrc, long index);

    /**
     * Checks the tag, and decrypts if it is right; otherwise the packet stays as it is.
     *
     * @param from as for {@link #seal}
     * @param identifier bytes of a master key identifier in the packet, which no tag covers
     * @param index as the packet of RTCP says it, or as the sequence number of RTP lets one guess it
     * @return the length without what was added; {@link Protection#NOT_AUTHENTIC}
     */
    int open(byte[] packet, int from, int length, int identifier, int ssrc, long index);

    /** Overwrites what can be reached of the keys. It is of no use afterwards. */
    void erase();
}
