package dev.granary.testing.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** A port on 127.0.0.1 that can stop listening and come back; each connection has its own virtual thread. */
final class LoopbackListener implements AutoCloseable {
    private static final int MAXIMUM_CONNECTIONS = 1024;
    private static final int BACKLOG = 512;

    /** What is done with one connection; the listener closes it afterwards. */
    @FunctionalInterface
    interface Session {
        void run(Socket connection) throws IOException, InterruptedException;
    }

    private final Session session;
    private final Semaphore room = new Semaphore(MAXIMUM_CONNECTIONS);
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final int port;
    private ServerSocket server;
    private Thread acceptor;

    private LoopbackListener(Session session) throws IOException {
        this.session = session;
        this.server = bind(0);
        this.port = server.getLocalPort();
        this.acceptor = accept(server);
    }

    static LoopbackListener start(Session session) {
        try {
            return new LoopbackListener(session);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** Stops listening and cuts every connection. */
    synchronized void die() {
        closeQuietly(server);
        acceptor.interrupt(); // it may wait for room instead of for a connection
        try {
            acceptor.join(); // closing is asynchronous while a virtual thread waits in accept()
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cutConnections();
    }

    void cutConnections() {
        connections.forEach(LoopbackListener::closeQuietly);
    }

    /** Listens again on the same port, if it does not. */
    synchronized void revive() {
        if (!server.isClosed()) {
            return;
        }
        try {
            server = bind(port);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port, e);
        }
        acceptor = accept(server);
    }

    @Override
    public void close() {
        die();
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(loopback(), port), BACKLOG);
        return server;
    }

    /** 127.0.0.1, not what a hosts file makes of a name. */
    static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private Thread accept(ServerSocket listening) {
        return Thread.ofVirtual().name("accept-" + port).start(() -> {
            while (!listening.isClosed()) {
                acceptOne(listening);
            }
        });
    }

    private void acceptOne(ServerSocket listening) {
        try {
            room.acquire();
            Socket connection = listening.accept();
            connection.setTcpNoDelay(true);
            connections.add(connection);
            Thread.ofVirtual().name("connection-" + port).start(() -> serve(connection));
        } catch (IOException e) {
            room.release(); // closed: the loop's condition ends it
        } catch (InterruptedException e) {
            closeQuietly(listening);
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            session.run(connection);
        } catch (IOException e) {
            // the other side left, or this listener was told to die: both are part of a test
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
            room.release();
        }
    }

    static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // it is gone either way
        }
    }
}
