package dev.granary.libp2p.transport.tcp;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.transport.Arrival;
import dev.granary.libp2p.transport.Link;
import dev.granary.libp2p.transport.netty.ChannelStream;
import dev.granary.libp2p.transport.netty.SocketAddresses;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A socket that was accepted by the system. */
final class TcpArrival implements Arrival {
    private final ChannelStream stream;
    private final Multiaddr local;
    private final Multiaddr remote;

    TcpArrival(SocketChannel channel, ChannelStream stream) {
        this.stream = stream;
        this.local = SocketAddresses.addressOf(channel.localAddress(), TcpTransport.SUFFIX);
        this.remote = SocketAddresses.addressOf(channel.remoteAddress(), TcpTransport.SUFFIX);
    }

    @Override
    public Multiaddr remoteAddress() {
        return remote;
    }

    @Override
    public CompletionStage<Link> accept() {
        CompletableFuture<Link> accepted = new CompletableFuture<>();
        stream.loop().execute(() -> accepted.complete(new Link.Raw(stream, local, remote, false)));
        return accepted;
    }

    @Override
    public void refuse() {
        stream.loop().execute(() -> stream.reset(0));
    }
}
