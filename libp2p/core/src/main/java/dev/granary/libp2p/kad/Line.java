package dev.granary.libp2p.kad;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import dev.granary.libp2p.host.Connection;
import dev.granary.libp2p.host.Host;
import dev.granary.libp2p.kad.table.AddressGroup;
import dev.granary.libp2p.kad.wire.KadMessage;
import dev.granary.libp2p.kad.wire.KadPeer;
import dev.granary.libp2p.loop.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * What one peer is asked and told: one question at a time, over one stream that is kept while it is used. A stream that
 * proves to be dead when it is used again costs a question one more attempt, and so does one that was closed under it: either
 * side may have had too many connections just then, which says nothing of the peer.
 * Confined to the host's loop.
 */
final class Line {
    private static final int MOST_WAITING = 1_024;

    private final Messenger messenger;
    private final Host host;
    private final ArrayDeque<Request> waiting = new ArrayDeque<>(2);
    private KadPeer peer;
    private @Nullable Request current;
    private @Nullable LineStream stream;
    private @Nullable CompletableFuture<Connection> dial;
    private Loop.@Nullable Timer timer;
    private boolean open;
    private boolean proven;
    private long group;
    private long lastUsed;
    private long dialled;

    Line(Messenger messenger, Host host, KadPeer peer) {
        this.messenger = messenger;
        this.host = host;
        this.peer = peer;
        this.lastUsed = host.loop().nanoTime();
    }

    boolean isIdleSince(long time) {
        return current == null && waiting.isEmpty() && dial == null && lastUsed - time <= 0;
    }

    boolean isIdle() {
        return isIdleSince(host.loop().nanoTime());
    }

    void add(KadPeer where, Request request) {
        if (!where.addresses().isEmpty()) {
            peer = where;
        }
        if (waiting.size() >= MOST_WAITING) {
            request.reply().failed(new P2pException(P2pError.LIMIT, "Too many messages for one peer wait."));
            return;
        }
        lastUsed = host.loop().nanoTime();
        waiting.add(request);
        pump();
    }

    private void pump() {
        while (current == null && !waiting.isEmpty() && dial == null) {
            if (stream == null) {
                connect();
                return;
            }
            if (!open) {
                return;
            }
            Request next = waiting.remove();
            current = next;
            stream.send(next.message().encode());
            written(next);
        }
    }

    private void written(Request sent) {
        if (sent.isAnswered()) {
            setTimer(messenger.timing().answer(), "did not answer");
            return;
        }
        current = null;
        lastUsed = host.loop().nanoTime();
        sent.reply().answered(sent.message(), group);
    }

    private void connect() {
        dialled = host.connections(peer.id()).isEmpty() ? host.loop().nanoTime() : 0;
        CompletableFuture<Connection> connecting =
                host.connect(peer.id(), peer.readableAddresses()).toCompletableFuture();
        dial = connecting;
        setTimer(messenger.dials().timeout(), "could not be reached");
        var _ = connecting.whenComplete((connection, failure) -> LineStream.on(host.loop(), () -> {
            if (dial != null && !connecting.isCancelled()) {
                dial = null;
                if (failure == null) {
                    connected(connection);
                } else {
                    failAll(asException(failure));
                }
            }
        }));
    }

    private void connected(Connection connection) {
        if (dialled != 0) {
            messenger.dials().took(host.loop().nanoTime() - dialled);
        }
        Request first = waiting.poll();
        if (first == null) {
            stopTimer();
            return;
        }
        group = AddressGroup.of(connection.remoteAddress());
        current = first;
        open = false;
        proven = false;
        LineStream opening = new LineStream(this, connection.loop(), host.loop());
        stream = opening;
        setTimer(messenger.timing().answer(), "did not answer");
        byte[] message = first.message().encode();
        connection
                .open(List.of(messenger.protocol()), opened -> opening.begin(opened, message))
                .whenComplete((opened, failure) -> {
                    if (failure != null) {
                        LineStream.on(host.loop(), () -> lost(opening, asException(failure)));
                    }
                });
    }

    /** The first message of {@code which} is on its way. */
    void began(LineStream which) {
        if (which != stream) {
            return;
        }
        open = true;
        Request sent = current;
        if (sent != null && !sent.isAnswered()) {
            stopTimer();
            written(sent);
        }
        pump();
    }

    void answered(LineStream which, KadMessage answer) {
        Request asked = current;
        if (which != stream) {
            return;
        }
        if (asked == null || !asked.isAnswered()) {
            which.reset();
            lost(which, new P2pException(P2pError.PROTOCOL_VIOLATION, "A peer answers what it was not asked."));
            return;
        }
        stopTimer();
        current = null;
        proven = true;
        lastUsed = host.loop().nanoTime();
        if (answer.type() == asked.message().type()) {
            asked.reply().answered(answer, group);
        } else {
            which.reset();
            stream = null;
            asked.reply().failed(new P2pException(P2pError.PROTOCOL_VIOLATION, "An answer is of another type."));
        }
        pump();
    }

    /** {@code which} is over. */
    void lost(LineStream which, P2pException why) {
        if (which != stream) {
            return;
        }
        boolean blameless = proven || why.error() == P2pError.CLOSED;
        Request failed = current;
        stream = null;
        current = null;
        stopTimer();
        if (failed != null && blameless && failed.mayRetry()) {
            waiting.addFirst(failed);
            // By then the host knows that the connection is gone.
            host.loop().execute(this::pump);
            return;
        }
        if (failed != null) {
            failed.reply().failed(why);
            if (!proven) {
                failAll(why);
            }
        }
        pump();
    }

    private void setTimer(Duration time, String what) {
        stopTimer();
        timer = host.loop().schedule(time, () -> {
            timer = null;
            failAll(new P2pException(P2pError.TIMEOUT, "A peer " + what + " within " + time + "."));
        });
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Gives up what is on the way and all that waits. */
    void failAll(P2pException why) {
        stopTimer();
        List<Request> all = new ArrayList<>(waiting);
        waiting.clear();
        if (current != null) {
            all.addFirst(current);
            current = null;
        }
        CompletableFuture<Connection> connecting = dial;
        dial = null;
        if (connecting != null) {
            connecting.cancel(false);
        }
        LineStream failed = stream;
        stream = null;
        if (failed != null) {
            failed.reset();
        }
        all.forEach(request -> request.reply().failed(why));
    }

    /** Closes the stream of an idle line. */
    void close() {
        LineStream idle = stream;
        stream = null;
        if (idle != null) {
            idle.end();
        }
    }

    private static P2pException asException(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof P2pException known
                ? known
                : new P2pException(P2pError.INTERNAL, "A dial failed by a fault of ours.", cause);
    }
}
