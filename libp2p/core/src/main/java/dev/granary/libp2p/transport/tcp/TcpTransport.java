package dev.granary.libp2p.transport.tcp;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Protocol;
import dev.granary.libp2p.transport.Acceptor;
import dev.granary.libp2p.transport.DialRequest;
import dev.granary.libp2p.transport.Dialing;
import dev.granary.libp2p.transport.Listener;
import dev.granary.libp2p.transport.Transport;
import dev.granary.libp2p.transport.netty.ChannelStream;
import dev.granary.libp2p.transport.netty.NettyLoops;
import dev.granary.libp2p.transport.netty.SocketAddresses;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Dials and listens with sockets of {@link NettyLoops}. */
public final class TcpTransport implements Transport {
    static final String SUFFIX = "/tcp/%d";
    /** A writer waits above the second figure, until the socket has taken all but the first. */
    static final WriteBufferWaterMark WATERMARK = new WriteBufferWaterMark(128 * 1024, 512 * 1024);

    private static final int BACKLOG = 512;

    private final NettyLoops loops;

    public TcpTransport(NettyLoops loops) {
        this.loops = loops;
    }

    @Override
    public String name() {
        return "TCP";
    }

    @Override
    public boolean speaks(Multiaddr address) {
        return address.components().size() == 2
                && SocketAddresses.socketOf(address, Protocol.TCP).isPresent();
    }

    @Override
    public boolean canBePrivate() {
        return true;
    }

    @Override
    public Dialing dial(DialRequest request) {
        TcpDialing dialing = new TcpDialing(loops, request.address());
        dialing.begin(request.timeout());
        return dialing;
    }

    @Override
    public CompletionStage<Listener> listen(Multiaddr address, Acceptor acceptor) {
        CompletableFuture<Listener> listening = new CompletableFuture<>();
        InetSocketAddress socket =
                SocketAddresses.socketOf(address, Protocol.TCP).orElseThrow();
        new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATERMARK)
                .childHandler(new Accepting(loops, acceptor))
                .bind(socket)
                .addListener((ChannelFuture bound) -> {
                    if (bound.isSuccess()) {
                        listening.complete(new TcpListener((ServerSocketChannel) bound.channel()));
                    } else {
                        listening.completeExceptionally(new P2pException(
                                P2pError.UNREACHABLE,
                                "Can't listen at " + address + ": " + bound.cause(),
                                bound.cause()));
                    }
                });
        return listening;
    }

    @Override
    public CompletionStage<Void> close() {
        return CompletableFuture.completedStage(null);
    }

    /** Turns accepted sockets into arrivals. */
    private static final class Accepting extends ChannelInitializer<SocketChannel> {
        private final NettyLoops loops;
        private final Acceptor acceptor;

        private Accepting(NettyLoops loops, Acceptor acceptor) {
            this.loops = loops;
            this.acceptor = acceptor;
        }

        @Override
        protected void initChannel(SocketChannel channel) {
            ChannelStream stream = new ChannelStream(channel, loops.of(channel), new TcpEnding(channel));
            channel.pipeline().addLast(stream);
            acceptor.arrived(new TcpArrival(channel, stream));
        }
    }

    /** A socket that listens. */
    private record TcpListener(ServerSocketChannel channel) implements Listener {
        @Override
        public List<Multiaddr> addresses() {
            return SocketAddresses.reachable(channel.localAddress(), SUFFIX);
        }

        @Override
        public CompletionStage<Void> close() {
            CompletableFuture<Void> closed = new CompletableFuture<>();
            ((Channel) channel).close().addListener(done -> closed.complete(null));
            return closed;
        }
    }
}
