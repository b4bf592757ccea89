package dev.granary.libp2p.transport.quic;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.identity.IdentityCertificate;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Protocol;
import dev.granary.libp2p.transport.Acceptor;
import dev.granary.libp2p.transport.DialRequest;
import dev.granary.libp2p.transport.Dialing;
import dev.granary.libp2p.transport.Listener;
import dev.granary.libp2p.transport.Transport;
import dev.granary.libp2p.transport.netty.NettyLoop;
import dev.granary.libp2p.transport.netty.NettyLoops;
import dev.granary.libp2p.transport.netty.SocketAddresses;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.incubator.codec.quic.Quic;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Dials and listens with QUIC. Each listener, and each dial, has a UDP socket of its own on one loop. */
public final class QuicTransport implements Transport {
    static final String SUFFIX = "/udp/%d/quic-v1";
    /** Room for bursts of packets; the system may grant less. */
    private static final int SOCKET_BUFFER = 4 * 1024 * 1024;

    private static final int SECRET_SIZE = 32;

    private final NettyLoops loops;
    private final QuicSettings settings;
    private final QuicContexts contexts;
    private final SecureRandom random;

    /** Loads the native library, which takes a moment. */
    public QuicTransport(
            NettyLoops loops, IdentityCertificate certificate, QuicSettings settings, SecureRandom random) {
        Quic.ensureAvailability();
        this.loops = loops;
        this.settings = settings;
        this.contexts = new QuicContexts(certificate, settings);
        this.random = random;
    }

    @Override
    public String name() {
        return "QUIC";
    }

    @Override
    public boolean speaks(Multiaddr address) {
        return address.components().size() == 3
                && address.components().get(2).protocol() == Protocol.QUIC_V1
                && SocketAddresses.socketOf(address, Protocol.UDP).isPresent();
    }

    /** The key of a private network would have to go round the packets, which no implementation does. */
    @Override
    public boolean canBePrivate() {
        return false;
    }

    /** Streams read when they are asked to, and may be closed by halves. */
    static void configure(ChannelConfig config) {
        config.setAutoRead(false);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    }

    ChannelFuture bind(NettyLoop loop, ChannelHandler codec, InetSocketAddress at) {
        return new Bootstrap()
                .group(loop.events())
                .channel(loops.datagramChannel())
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(codec, new Unheard());
                    }
                })
                .bind(at);
    }

    /** What goes wrong with a UDP socket concerns no single connection; these notice when nothing comes any more. */
    private static final class Unheard extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
    }

    @Override
    public Dialing dial(DialRequest request) {
        QuicDialing dialing = new QuicDialing(this, loops.next(), contexts.clientCodec(), settings, request);
        dialing.begin();
        return dialing;
    }

    @Override
    public CompletionStage<Listener> listen(Multiaddr address, Acceptor acceptor) {
        InetSocketAddress socket =
                SocketAddresses.socketOf(address, Protocol.UDP).orElseThrow();
        byte[] secret = new byte[SECRET_SIZE];
        random.nextBytes(secret);
        QuicListener listener = new QuicListener(loops.next(), acceptor, settings);
        CompletableFuture<Listener> listening = new CompletableFuture<>();
        bind(listener.loop(), listener.codec(contexts.serverCodec(), secret), socket)
                .addListener((ChannelFuture bound) -> {
                    if (bound.isSuccess()) {
                        listener.bound(bound.channel());
                        listening.complete(listener);
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
}
