package dev.granary.libp2p.transport.quic;

import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.transport.Acceptor;
import dev.granary.libp2p.transport.Arrival;
import dev.granary.libp2p.transport.Link;
import dev.granary.libp2p.transport.Listener;
import dev.granary.libp2p.transport.netty.NettyLoop;
import dev.granary.libp2p.transport.netty.SocketAddresses;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicServerCodecBuilder;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A UDP socket and the connections that came through it, which all live on its loop. */
final class QuicListener implements Listener {
    private final NettyLoop loop;
    private final Acceptor acceptor;
    private final QuicSettings settings;
    private @Nullable Channel socket;
    private volatile List<Multiaddr> addresses = List.of();
    private boolean closed;
    private int connections;
    private int unverified;

    QuicListener(NettyLoop loop, Acceptor acceptor, QuicSettings settings) {
        this.loop = loop;
        this.acceptor = acceptor;
        this.settings = settings;
    }

    NettyLoop loop() {
        return loop;
    }

    ChannelHandler codec(QuicServerCodecBuilder builder, byte[] secret) {
        return builder.tokenHandler(new RetryTokens(secret, () -> unverified >= settings.unverified(), () -> loop.now()
                        .getEpochSecond()))
                .streamOption(ChannelOption.AUTO_READ, false)
                .streamOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .streamHandler(QuicConnection.incoming())
                .handler(new ChannelInitializer<QuicChannel>() {
                    @Override
                    protected void initChannel(QuicChannel channel) {
                        accept(channel);
                    }
                })
                .build();
    }

    void bound(Channel channel) {
        socket = channel;
        addresses = SocketAddresses.reachable((InetSocketAddress) channel.localAddress(), QuicTransport.SUFFIX);
    }

    private void accept(QuicChannel channel) {
        if (closed || !(channel.remoteSocketAddress() instanceof InetSocketAddress remote)) {
            var _ = channel.close();
            return;
        }
        QuicConnection connection = new QuicConnection(channel, loop, settings);
        channel.pipeline().addLast(connection);
        connections++;
        unverified++;
        connection.proven().whenComplete((key, failure) -> unverified--);
        channel.closeFuture().addListener(over -> {
            connections--;
            closeWhenUnused();
        });
        acceptor.arrived(
                new QuicArrival(connection, local(channel), SocketAddresses.addressOf(remote, QuicTransport.SUFFIX)));
    }

    private Multiaddr local(QuicChannel channel) {
        return channel.localSocketAddress() instanceof InetSocketAddress at
                        && !at.getAddress().isAnyLocalAddress()
                ? SocketAddresses.addressOf(at, QuicTransport.SUFFIX)
                : addresses.getFirst();
    }

    @Override
    public List<Multiaddr> addresses() {
        return addresses;
    }

    @Override
    public CompletionStage<Void> close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            closed = true;
            closeWhenUnused();
            done.complete(null);
        });
        return done;
    }

    /** Connections use the listener's socket: it goes with the last of them. */
    private void closeWhenUnused() {
        if (closed && connections == 0 && socket != null) {
            var _ = socket.close();
        }
    }

    /** A connection whose handshake has begun. */
    private record QuicArrival(QuicConnection connection, Multiaddr local, Multiaddr remoteAddress) implements Arrival {
        @Override
        public CompletionStage<Link> accept() {
            return connection
                    .proven()
                    .thenApply(key -> new Link.Ready(connection, key, QuicConnection.NAME, local, remoteAddress));
        }

        @Override
        public void refuse() {
            connection.loop().execute(connection::refuse);
        }
    }
}
