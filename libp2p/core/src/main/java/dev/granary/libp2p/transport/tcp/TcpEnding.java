package dev.granary.libp2p.transport.tcp;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.stream.Closing;
import dev.granary.libp2p.transport.netty.ChannelStream;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.util.Optional;

/** How a socket ends before its time. */
record TcpEnding(SocketChannel channel) implements ChannelStream.Ending {
    @Override
    public void abort(long code) {
        // SO_LINGER 0 turns the close into a RST: the remote learns that bytes are lost
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }

    @Override
    public Optional<Closing> closing(Throwable cause) {
        if (cause instanceof IOException) {
            // the JDK and epoll say "Connection reset" each in its own words; any other fault of a socket is as final
            return Optional.of(new Closing.RemoteReset(0));
        }
        return Optional.of(new Closing.Failed(P2pError.INTERNAL, "A receiver failed: " + cause));
    }
}
