package dev.granary.fetchverify.upstream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * An upstream on loopback that answers with exactly the bytes that a test writes: what no honest HTTP server would send.
 *
 * <p>Scripts are used up in order, one a request; the last one answers all that follow.
 */
final class ScriptedServer implements AutoCloseable {
    /** What is written for one request; the connection lives on unless it is closed here. */
    interface Script {
        void answer(Call call) throws IOException, InterruptedException;
    }

    /** One request as it came, names of fields in lower case. */
    record Call(String line, Map<String, String> headers, Socket socket, CountDownLatch end) {
        /** Writes {@code text}, one byte a character. */
        void write(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        void write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /** Ends the connection. */
        void cut() throws IOException {
            socket.close();
        }

        /** Says nothing more until the test is over. */
        void hang() throws InterruptedException {
            end.await();
        }

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final ServerSocket listener;
    private final String scheme;
    private final Deque<Script> scripts = new ArrayDeque<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final Object arrived = new Object();
    private final CountDownLatch end = new CountDownLatch(1);

    private ScriptedServer(ServerSocketFactory factory, String scheme) {
        try {
            this.listener = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.scheme = scheme;
        Thread.ofVirtual().start(this::accept);
    }

    static ScriptedServer start(Script... scripts) {
        return start(ServerSocketFactory.getDefault(), "http", scripts);
    }

    static ScriptedServer start(ServerSocketFactory factory, String scheme, Script... scripts) {
        ScriptedServer server = new ScriptedServer(factory, scheme);
        server.then(scripts);
        return server;
    }

    /** Adds scripts for the requests to come. */
    synchronized void then(Script... more) {
        scripts.addAll(List.of(more));
    }

    /** From now on only these. */
    synchronized void replace(Script... others) {
        scripts.clear();
        then(others);
    }

    /** Returns once {@code count} requests have come. */
    void awaitCalls(int count) throws InterruptedException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        synchronized (arrived) {
            while (calls.size() < count) {
                if (System.nanoTime() > patience) {
                    throw new AssertionError("only " + calls.size() + " requests came");
                }
                arrived.wait(100);
            }
        }
    }

    /** An honest answer. */
    static Script ok(String body, String... fields) {
        return answering("200 OK", body, fields);
    }

    static Script answering(String status, String body, String... fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        String whole = head + "\r\n" + body;
        return call -> call.write(whole);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The address by IP literal. */
    URI base() {
        return URI.create(scheme + "://127.0.0.1:" + port() + "/");
    }

    /** The address by some name that a test's resolver knows. */
    URI baseAs(String host) {
        return URI.create(scheme + "://" + host + ":" + port() + "/");
    }

    List<Call> calls() {
        return new ArrayList<>(calls);
    }

    int connections() {
        return sockets.size();
    }

    @Override
    public void close() {
        end.countDown();
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> converse(socket));
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    private void converse(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Call call = read(in, socket); call != null; call = read(in, socket)) {
                calls.add(call);
                synchronized (arrived) {
                    arrived.notifyAll();
                }
                next().answer(call);
            }
        } catch (IOException _) {
            // the other side left, or the script cut the connection
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Script next() {
        Script script = scripts.size() > 1 ? scripts.poll() : scripts.peek();
        return script == null ? answering("404 Not Found", "") : script;
    }

    private @Nullable Call read(InputStream in, Socket socket) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            int colon = field.indexOf(':');
            headers.put(
                    field.substring(0, colon).toLowerCase(Locale.ROOT),
                    field.substring(colon + 1).strip());
        }
        return new Call(line, headers, socket, end);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }
}
