package dev.granary.e2e;

import dev.granary.e2e.scene.Catalogue.Version;
import dev.granary.e2e.stack.Gateway;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients at work: some ask for what the mirror holds, one asks for new tarballs, each once. At most twenty requests a
 * second.
 */
final class Load implements AutoCloseable {
    private final Gateway gateway;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Thread> clients;
    private final AtomicInteger served = new AtomicInteger();
    private final Queue<String> heldFailures = new ConcurrentLinkedQueue<>();
    private final Set<Version> acknowledged = ConcurrentHashMap.newKeySet();

    private Load(Gateway gateway, List<Version> held, List<Version> cold) {
        this.gateway = gateway;
        this.clients = List.of(
                Thread.ofVirtual().start(() -> askForHeld(held)),
                Thread.ofVirtual().start(() -> askForCold(cold)));
    }

    /** Starts asking over and over for {@code held}, and once for each of {@code cold}. */
    static Load start(Gateway gateway, List<Version> held, List<Version> cold) {
        return new Load(gateway, held, cold);
    }

    /** Requests for held tarballs that were answered with 200. */
    int served() {
        return served.get();
    }

    /** Requests for held tarballs that were answered otherwise, or not at all. */
    List<String> heldFailures() {
        return List.copyOf(heldFailures);
    }

    /** The new tarballs that were answered with 200 and arrived whole. */
    Set<Version> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    @Override
    public void close() {
        ended.countDown();
        for (Thread client : clients) {
            try {
                client.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void askForHeld(List<Version> held) {
        for (int turn = 0; !pause(70); turn++) {
            Version version = held.get(turn % held.size());
            String outcome = ask(version);
            if (outcome.equals("200")) {
                served.incrementAndGet();
            } else {
                heldFailures.add(version.spec() + ": " + outcome);
            }
        }
    }

    private void askForCold(List<Version> cold) {
        for (Version version : cold) {
            if (ask(version).equals("200")) {
                acknowledged.add(version);
            }
            if (pause(200)) {
                return;
            }
        }
    }

    private String ask(Version version) {
        try {
            HttpResponse<byte[]> response = gateway.get(version.tarballPath());
            return Integer.toString(response.statusCode());
        } catch (CompletionException e) {
            return String.valueOf(e.getCause());
        }
    }

    private boolean pause(long millis) {
        try {
            return ended.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
