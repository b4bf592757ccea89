package dev.granary.fetchverify.http.head;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.service.problem.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches the heads of one connection's requests. One that takes too long ends the connection, with a 408 where no other
 * answer can be under way; one with a folded line is ended there, in a way that {@code http.Gateway} refuses in its turn,
 * and nothing after it is read.
 */
final class HeadGuard extends ChannelDuplexHandler {
    /** The value by which the door knows a head that was cut at a folded line. */
    static final String FOLDED = "obs-fold";

    private static final byte[] SWITCHING = "HTTP/1.1 101".getBytes(US_ASCII);

    private final HeadScanner scanner = new HeadScanner();
    private final Duration patience;
    private @Nullable ScheduledFuture<?> timer;
    private boolean refused;
    private boolean wrote;

    /**
     * @param patience until a head is whole
     */
    HeadGuard(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        watch(context);
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopTimer();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stopTimer();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (!(message instanceof ByteBuf bytes) || scanner.isOpaque()) {
            context.fireChannelRead(message);
            return;
        }
        int fold = scanner.scan(bytes);
        if (fold == HeadScanner.NOTHING) {
            watch(context);
            context.fireChannelRead(message);
            return;
        }
        refuse(context, bytes, fold);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        wrote = true;
        if (scanner.isUpgrading() && message instanceof ByteBuf bytes && isSwitching(bytes)) {
            scanner.onUpgraded();
        }
        var _ = context.write(message, promise);
    }

    private void refuse(ChannelHandlerContext context, ByteBuf bytes, int fold) {
        refused = true;
        startTimer(context);
        ByteBuf before = bytes.readRetainedSlice(fold - bytes.readerIndex());
        bytes.release();
        context.fireChannelRead(before);
        context.fireChannelRead(Unpooled.copiedBuffer("Transfer-Encoding: " + FOLDED + "\r\n\r\n", US_ASCII));
    }

    private void watch(ChannelHandlerContext context) {
        boolean waiting = scanner.isWithinHead() || (scanner.heads() == 0 && !scanner.isOpaque());
        if (!waiting) {
            stopTimer();
        } else if (timer == null) {
            startTimer(context);
        }
    }

    private void startTimer(ChannelHandlerContext context) {
        stopTimer();
        wrote = false;
        timer = context.executor().schedule(() -> onTimeout(context), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stopTimer() {
        ScheduledFuture<?> running = timer;
        if (running != null) {
            running.cancel(false);
            timer = null;
        }
    }

    private void onTimeout(ChannelHandlerContext context) {
        // We may be the slow ones: nothing is read while an earlier request is answered.
        boolean ours = wrote || !context.channel().config().isAutoRead();
        if (ours && !refused) {
            startTimer(context);
            return;
        }
        timer = null;
        boolean first = scanner.isWithinHead() && scanner.heads() == 0 && !refused;
        refused = true;
        if (first) {
            var _ = context.writeAndFlush(timedOut()).addListener(ChannelFutureListener.CLOSE);
        } else {
            var _ = context.close();
        }
    }

    private static ByteBuf timedOut() {
        Problem problem =
                Problem.of(FetchVerifyError.REQUEST_TIMEOUT, "The head of the request took too long to come.", "");
        byte[] body = problem.toJson();
        String head = "HTTP/1.1 " + problem.status() + " " + problem.code().name() + "\r\nContent-Type: "
                + Problem.MEDIA_TYPE + "\r\nContent-Length: " + body.length
                + "\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
        return Unpooled.wrappedBuffer(head.getBytes(US_ASCII), body);
    }

    private static boolean isSwitching(ByteBuf bytes) {
        if (bytes.readableBytes() < SWITCHING.length) {
            return false;
        }
        for (int i = 0; i < SWITCHING.length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != SWITCHING[i]) {
                return false;
            }
        }
        return true;
    }
}
