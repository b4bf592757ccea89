package dev.granary.libp2p.transport.tcp;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.multiformats.Multiaddr;
import dev.granary.libp2p.multiformats.Protocol;
import dev.granary.libp2p.transport.Dialing;
import dev.granary.libp2p.transport.Link;
import dev.granary.libp2p.transport.netty.ChannelStream;
import dev.granary.libp2p.transport.netty.NettyLoop;
import dev.granary.libp2p.transport.netty.NettyLoops;
import dev.granary.libp2p.transport.netty.SocketAddresses;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One socket on its way to be connected. Its fields belong to its loop. */
final class TcpDialing implements Dialing {
    private final NettyLoops loops;
    private final NettyLoop loop;
    private final Multiaddr address;
    private final CompletableFuture<Link> result = new CompletableFuture<>();
    private @Nullable ChannelFuture connecting;
    private boolean cancelled;

    TcpDialing(NettyLoops loops, Multiaddr address) {
        this.loops = loops;
        this.loop = loops.next();
        this.address = address;
    }

    void begin(Duration timeout) {
        loop.execute(() -> connect(timeout));
    }

    private void connect(Duration timeout) {
        if (cancelled) {
            return;
        }
        InetSocketAddress socket =
                SocketAddresses.socketOf(address, Protocol.TCP).orElseThrow();
        connecting = new Bootstrap()
                .group(loop.events())
                .channel(loops.socketChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, TcpTransport.WATERMARK)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new ChannelStream(channel, loop, new TcpEnding(channel)));
                    }
                })
                .connect(socket)
                .addListener((ChannelFuture connected) -> settle(connected));
    }

    private void settle(ChannelFuture connected) {
        if (cancelled) {
            var _ = connected.channel().close();
        } else if (connected.isSuccess()) {
            SocketChannel channel = (SocketChannel) connected.channel();
            result.complete(new Link.Raw(
                    channel.pipeline().get(ChannelStream.class),
                    SocketAddresses.addressOf(channel.localAddress(), TcpTransport.SUFFIX),
                    address,
                    false));
        } else {
            Throwable cause = connected.cause();
            P2pError error = cause instanceof ConnectTimeoutException ? P2pError.TIMEOUT : P2pError.UNREACHABLE;
            result.completeExceptionally(new P2pException(error, "No answer from " + address + ": " + cause, cause));
        }
    }

    @Override
    public CompletionStage<Link> result() {
        return result;
    }

    @Override
    public void cancel() {
        loop.execute(this::giveUp);
    }

    private void giveUp() {
        cancelled = true;
        if (connecting != null) {
            var _ = connecting.channel().close();
        }
        result.completeExceptionally(new P2pException(P2pError.CANCELLED, "The dial of " + address + " was given up."));
    }
}
