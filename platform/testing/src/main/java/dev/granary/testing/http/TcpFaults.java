package dev.granary.testing.http;

import dev.granary.testing.Gate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A relay in front of a port on loopback whose connections break on demand. Faults apply from the next bytes on, to open
 * connections too, until {@link #heal()}.
 */
public final class TcpFaults implements AutoCloseable {
    private final int target;
    private final LoopbackListener listener;
    private final Gate ended = Gate.closed();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Duration latency = Duration.ZERO;
    private volatile Gate passage = openGate();
    private volatile long limit = Long.MAX_VALUE;
    private volatile boolean halfClosed;

    private TcpFaults(int target) {
        this.target = target;
        this.listener = LoopbackListener.start(this::relay);
    }

    /** Starts a relay to {@code port} of 127.0.0.1. */
    public static TcpFaults inFrontOf(int port) {
        return new TcpFaults(port);
    }

    /** Where clients connect. */
    public int port() {
        return listener.port();
    }

    /** How many connections were accepted so far. */
    public int connections() {
        return accepted.get();
    }

    /** Each piece of data waits this long, in either direction. */
    public void latency(Duration time) {
        latency = time;
    }

    /** Nothing passes any more in either direction, connections stay open. */
    public void blackHole() {
        passage = Gate.closed();
    }

    /** The connection is reset once this many bytes have gone to the client. */
    public void limit(long bytes) {
        limit = bytes;
    }

    /** The client is told after the next data that no more comes, while its own direction stays open. */
    public void halfClose() {
        halfClosed = true;
    }

    /** Resets every open connection. */
    public void resetAll() {
        clients.forEach(TcpFaults::reset);
    }

    /** Refuses connections and cuts the open ones. */
    public void die() {
        listener.die();
    }

    /** Accepts connections again. */
    public void revive() {
        listener.revive();
    }

    /** Takes every fault back but {@link #die()}. */
    public void heal() {
        latency = Duration.ZERO;
        limit = Long.MAX_VALUE;
        halfClosed = false;
        passage.open();
    }

    @Override
    public void close() {
        ended.open();
        passage.open();
        listener.close();
    }

    private void relay(Socket client) throws IOException, InterruptedException {
        accepted.incrementAndGet();
        clients.add(client);
        try (Socket server = new Socket(LoopbackListener.loopback(), target)) {
            server.setTcpNoDelay(true);
            Thread upward = Thread.ofVirtual().start(() -> pumpQuietly(client, server, false));
            pump(client, server, true);
            upward.join();
        } finally {
            clients.remove(client);
        }
    }

    private void pumpQuietly(Socket client, Socket server, boolean down) {
        try {
            pump(client, server, down);
        } catch (IOException e) {
            LoopbackListener.closeQuietly(client);
            LoopbackListener.closeQuietly(server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket client, Socket server, boolean down) throws IOException, InterruptedException {
        InputStream in = (down ? server : client).getInputStream();
        OutputStream out = (down ? client : server).getOutputStream();
        byte[] piece = new byte[16 * 1024];
        long passed = 0;
        int count = in.read(piece);
        while (count >= 0) {
            waitToPass();
            int allowed = down ? (int) Math.min(count, limit - passed) : count;
            out.write(piece, 0, Math.max(0, allowed));
            passed += count;
            if (down && passed >= limit) {
                reset(client);
                return;
            }
            if (down && halfClosed) {
                break;
            }
            count = in.read(piece);
        }
        (down ? client : server).shutdownOutput();
    }

    private void waitToPass() throws InterruptedException {
        if (latency.isPositive()) {
            ended.await(latency);
        }
        Gate gate = passage;
        while (!ended.isOpen() && !gate.await(Duration.ofMillis(50))) {
            gate = passage;
        }
    }

    private static void reset(Socket client) {
        try {
            client.setSoLinger(true, 0); // closing with unsent data dropped sends RST instead of FIN
            client.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }

    private static Gate openGate() {
        Gate gate = Gate.closed();
        gate.open();
        return gate;
    }
}
