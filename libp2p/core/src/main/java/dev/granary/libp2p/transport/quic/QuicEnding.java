package dev.granary.libp2p.transport.quic;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.transport.netty.ChannelStream;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamResetException;
import java.util.Optional;

/** How a stream of QUIC ends before its time. */
record QuicEnding(QuicStreamChannel channel) implements ChannelStream.Ending {
    @Override
    public void abort(long code) {
        var _ = channel.shutdown((int) code);
    }

    @Override
    public Optional<Closing> closing(Throwable cause) {
        return switch (cause) {
            case QuicStreamResetException reset ->
                Optional.of(new Closing.RemoteReset(reset.applicationProtocolCode()));
            // the remote reads no further (STOP_SENDING); it may still have something to say
            case ChannelOutputShutdownException stopped -> Optional.empty();
            default -> Optional.of(new Closing.Failed(P2pError.CLOSED, "The stream has failed: " + cause));
        };
    }
}
