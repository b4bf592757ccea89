package dev.granary.libp2p.transport.quic;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.Protocol;
import dev.granary.libp2p.transport.DialRequest;
import dev.granary.libp2p.transport.Dialing;
import dev.granary.libp2p.transport.Link;
import dev.granary.libp2p.transport.netty.NettyLoop;
import dev.granary.libp2p.transport.netty.SocketAddresses;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicClientCodecBuilder;
import io.netty.util.concurrent.Future;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One dial with a UDP socket of its own, which is closed with the connection. Its fields belong to its loop. */
final class QuicDialing implements Dialing {
    private final QuicTransport transport;
    private final NettyLoop loop;
    private final QuicClientCodecBuilder codec;
    private final QuicSettings settings;
    private final DialRequest request;
    private final CompletableFuture<Link> result = new CompletableFuture<>();
    private @Nullable Channel socket;
    private boolean over;

    QuicDialing(
            QuicTransport transport,
            NettyLoop loop,
            QuicClientCodecBuilder codec,
            QuicSettings settings,
            DialRequest request) {
        this.transport = transport;
        this.loop = loop;
        this.codec = codec;
        this.settings = settings;
        this.request = request;
    }

    void begin() {
        loop.execute(() -> {
            if (over) {
                return;
            }
            var timer = loop.schedule(
                    request.timeout(),
                    () -> fail(
                            P2pError.TIMEOUT, "No answer from " + request.address() + " within " + request.timeout()));
            var _ = result.whenComplete((link, failure) -> timer.cancel());
            InetSocketAddress remote =
                    SocketAddresses.socketOf(request.address(), Protocol.UDP).orElseThrow();
            String wildcard = remote.getAddress() instanceof Inet4Address ? "0.0.0.0" : "::";
            transport
                    .bind(loop, codec.build(), new InetSocketAddress(wildcard, 0))
                    .addListener((ChannelFuture bound) -> connect(bound, remote));
        });
    }

    private void connect(ChannelFuture bound, InetSocketAddress remote) {
        socket = bound.channel();
        if (!bound.isSuccess() || over) {
            fail(P2pError.UNREACHABLE, "No socket for a dial of " + request.address() + ": " + bound.cause());
            return;
        }
        QuicChannel.newBootstrap(socket)
                .streamOption(ChannelOption.AUTO_READ, false)
                .streamOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                // the remote opens its streams on connections that we dialled, too
                .streamHandler(QuicConnection.incoming())
                .handler(new ChannelInitializer<QuicChannel>() {
                    @Override
                    protected void initChannel(QuicChannel channel) {
                        prepare(channel);
                    }
                })
                .remoteAddress(remote)
                .connect()
                .addListener((Future<QuicChannel> connected) -> {
                    if (!connected.isSuccess()) {
                        fail(
                                P2pError.UNREACHABLE,
                                "No connection with " + request.address() + ": " + connected.cause());
                    }
                });
    }

    private void prepare(QuicChannel channel) {
        QuicConnection connection = new QuicConnection(channel, loop, settings);
        channel.pipeline().addLast(connection);
        channel.closeFuture().addListener(closed -> closeSocket());
        connection.proven().whenComplete((key, failure) -> {
            if (failure instanceof P2pException known) {
                fail(known.error(), known.detail());
                return;
            }
            try {
                result.complete(new Link.Ready(
                        connection,
                        connection.require(key, request.expected()),
                        QuicConnection.NAME,
                        SocketAddresses.addressOf((InetSocketAddress) localOf(channel), QuicTransport.SUFFIX),
                        request.address()));
            } catch (P2pException wrong) {
                fail(wrong.error(), wrong.detail());
            }
        });
    }

    private static SocketAddress localOf(QuicChannel channel) {
        var local = channel.localSocketAddress();
        return local == null ? channel.parent().localAddress() : local;
    }

    private void fail(P2pError error, String detail) {
        over = true;
        result.completeExceptionally(new P2pException(error, detail));
        closeSocket();
    }

    private void closeSocket() {
        if (socket != null) {
            var _ = socket.close();
        }
    }

    @Override
    public CompletionStage<Link> result() {
        return result;
    }

    @Override
    public void cancel() {
        loop.execute(() -> fail(P2pError.CANCELLED, "The dial of " + request.address() + " was given up."));
    }
}
