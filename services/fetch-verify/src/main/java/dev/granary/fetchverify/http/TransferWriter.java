package dev.granary.fetchverify.http;

import dev.granary.fetchverify.gateway.Transfer;
import dev.granary.fetchverify.gateway.Transfer.Kept;
import dev.granary.fetchverify.gateway.Transfer.Progress;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file to one client while it still comes in. Runs on the client's virtual thread; each write is done on the
 * event loop and awaited, so that a slow client holds one chunk.
 */
final class TransferWriter {
    private static final int CHUNK = 64 * 1024;

    private final HttpServerRequest request;
    private final Context eventLoop;
    private final Duration patience;
    private long position;

    /**
     * @param patience how long one chunk may take to leave: slower clients are cut off
     */
    TransferWriter(HttpServerRequest request, Context eventLoop, Duration patience) {
        this.request = request;
        this.eventLoop = eventLoop;
        this.patience = patience;
    }

    /** Whether the client was served, or is to be answered by other means. */
    sealed interface Outcome {
        /** The answer was sent, or the connection closed. */
        record Sent() implements Outcome {}

        /** The file was stored before anything had to be sent. */
        record NothingSent(Kept kept) implements Outcome {}
    }

    /**
     * Follows the transfer to its end.
     *
     * @throws dev.granary.kernel.GranaryException what ended the fetch badly before anything was sent
     */
    Outcome follow(Transfer transfer, Iterable<ReadyAnswer.Header> headers) throws InterruptedException {
        if (transfer.awaitBeyond(0) instanceof Progress.Ended(Kept kept)) {
            return new Outcome.NothingSent(kept);
        }
        try {
            onEventLoop(() -> writeHead(transfer.length(), headers));
            Kept kept = copyReleased(transfer);
            if (kept != null) {
                copyRest(kept);
            }
            onEventLoop(() -> request.response().end());
        } catch (RuntimeException | IOException | ExecutionException | TimeoutException e) {
            // The head is out: a body without its end is the only way left to tell the client.
            request.connection().close();
        }
        return new Outcome.Sent();
    }

    private Future<Void> writeHead(OptionalLong length, Iterable<ReadyAnswer.Header> headers) {
        HttpServerResponse response = request.response();
        headers.forEach(header -> response.putHeader(header.name(), header.value()));
        response.putHeader(AnswerHeaders.X_CACHE, AnswerHeaders.MISS);
        if (length.isPresent()) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length.getAsLong()));
        } else {
            response.setChunked(true);
        }
        return Future.succeededFuture();
    }

    /** Sends what is released until all is sent, or the file moved into the store. */
    private @Nullable Kept copyReleased(Transfer transfer)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        while (true) {
            Progress progress = transfer.awaitBeyond(position);
            if (progress instanceof Progress.Ended(Kept kept)) {
                return kept;
            }
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            int count = transfer.read(chunk, position);
            write(chunk.array(), count);
        }
    }

    private void copyRest(Kept kept) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (FileChannel file = FileChannel.open(kept.content().path(), StandardOpenOption.READ)) {
            while (position < kept.content().size().value()) {
                ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
                int count = file.read(chunk, position);
                if (count <= 0) {
                    throw new IOException("the stored file is shorter than it was");
                }
                write(chunk.array(), count);
            }
        }
    }

    private void write(byte[] bytes, int count) throws InterruptedException, ExecutionException, TimeoutException {
        if (count > 0) {
            Buffer buffer = Buffer.buffer(bytes).slice(0, count);
            onEventLoop(() -> request.response().write(buffer));
            position += count;
        }
    }

    private void onEventLoop(Supplier<Future<Void>> action)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        eventLoop.runOnContext(_ -> {
            try {
                action.get().onComplete(result -> {
                    if (result.succeeded()) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(result.cause());
                    }
                });
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
