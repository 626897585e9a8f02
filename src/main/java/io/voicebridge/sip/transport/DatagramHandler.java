package io.voicebridge.sip.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.voicebridge.sip.Transport;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives one UDP socket. */
final class DatagramHandler extends SimpleChannelInboundHandler<DatagramPacket> {

    private static final Logger LOG = LoggerFactory.getLogger(DatagramHandler.class);

    /** Shorter than any SIP message: the keep-alives that NATs are held open with. */
    private static final int SHORTEST_MESSAGE = 20;

    private final Gate gate;
    private final String listener;

    DatagramHandler(Gate gate, String listener) {
        this.listener = listener;
        this.gate = gate;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        ByteBuf content = packet.content();
        if (content.readableBytes() < SHORTEST_MESSAGE) {
            return;
        }
        Admission.Verdict verdict = gate.admit(packet.sender());
        if (verdict != Admission.Verdict.IGNORE) {
            byte[] bytes = ByteBufUtil.getBytes(content);
            gate.pass(
                    gate.parser().parse(bytes),
                    new Hop(Transport.UDP, packet.sender(), Optional.empty(), "", listener),
                    verdict);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // An ICMP error of one peer, or a fault of ours in one message, must not close the socket of all others.
        LOG.warn("A datagram could not be handled: {}", cause.toString());
    }
}
