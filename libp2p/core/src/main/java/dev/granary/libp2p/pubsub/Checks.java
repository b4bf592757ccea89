package dev.granary.libp2p.pubsub;

import dev.granary.libp2p.loop.Loop;
import dev.granary.libp2p.multiformats.PeerId;
import dev.granary.libp2p.pubsub.router.Candidate;
import dev.granary.libp2p.pubsub.router.GossipObserver;
import dev.granary.libp2p.pubsub.router.Verdict;
import dev.granary.libp2p.pubsub.wire.MessageSigning;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Messages on their way past signature check and validator. Confined to the host's loop. */
final class Checks {
    private final CheckLimits limits;
    private final @Nullable Executor signatures;
    private final Loop loop;
    private final Judge judge;
    private final GossipObserver observer;
    /** What is being checked, with the time it began, the oldest first. */
    private final Map<Candidate, Long> running = new LinkedHashMap<>(0);

    private final Map<String, Integer> byTopic = new LinkedHashMap<>(0);
    private final Map<PeerId, Integer> byPeer = new LinkedHashMap<>(0);
    private int bytes;

    /** What comes of the checks. */
    interface Judge {
        /** Whether to go on with a message whose signature is good. */
        boolean proven(Candidate candidate);

        void forged(Candidate candidate);

        void judged(Candidate candidate, Verdict verdict);

        CompletionStage<Verdict> validate(Candidate candidate);
    }

    Checks(GossipSettings settings, Loop loop, Judge judge) {
        this.limits = settings.checks();
        this.signatures = settings.signatures().orElse(null);
        this.loop = loop;
        this.judge = judge;
        this.observer = settings.observer();
    }

    /** Begins to check {@code candidate}; says no when there is no room. */
    boolean begin(Candidate candidate) {
        if (!hasRoom(candidate)) {
            return false;
        }
        count(candidate, 1);
        running.put(candidate, loop.nanoTime());
        if (!candidate.isSigned()) {
            signatureChecked(candidate, true);
            return true;
        }
        if (signatures == null) {
            signatureChecked(candidate, MessageSigning.isAuthentic(candidate.message()));
            return true;
        }
        return handOver(candidate, signatures);
    }

    private boolean handOver(Candidate candidate, Executor executor) {
        try {
            executor.execute(() -> {
                boolean authentic = MessageSigning.isAuthentic(candidate.message());
                loop.execute(() -> signatureChecked(candidate, authentic));
            });
            return true;
        } catch (RejectedExecutionException busy) {
            end(candidate);
            return false;
        }
    }

    private boolean hasRoom(Candidate candidate) {
        return running.size() < limits.messages()
                && bytes + candidate.message().data().size() <= limits.bytes()
                && byTopic.getOrDefault(candidate.message().topic(), 0) < limits.perTopic()
                && byPeer.getOrDefault(candidate.source(), 0) < limits.perPeer();
    }

    private void count(Candidate candidate, int by) {
        bytes += by * candidate.message().data().size();
        byTopic.merge(candidate.message().topic(), by, Checks::sumUnlessZero);
        byPeer.merge(candidate.source(), by, Checks::sumUnlessZero);
    }

    private static @Nullable Integer sumUnlessZero(Integer one, Integer other) {
        return one + other == 0 ? null : one + other;
    }

    /** @return false when it had ended before */
    private boolean end(Candidate candidate) {
        if (running.remove(candidate) == null) {
            return false;
        }
        count(candidate, -1);
        return true;
    }

    private void signatureChecked(Candidate candidate, boolean authentic) {
        if (!running.containsKey(candidate)) {
            return;
        }
        if (!authentic) {
            end(candidate);
            judge.forged(candidate);
        } else if (judge.proven(candidate)) {
            validate(candidate);
        } else {
            end(candidate);
        }
    }

    private void validate(Candidate candidate) {
        try {
            judge.validate(candidate).whenComplete((verdict, failure) -> {
                if (loop.isCurrent()) {
                    judged(candidate, verdict, failure);
                } else {
                    loop.execute(() -> judged(candidate, verdict, failure));
                }
            });
        } catch (RuntimeException bug) {
            judged(candidate, null, bug);
        }
    }

    private void judged(Candidate candidate, @Nullable Verdict verdict, @Nullable Throwable failure) {
        if (failure != null) {
            observer.bug(failure);
        }
        if (end(candidate)) {
            judge.judged(candidate, verdict == null ? Verdict.IGNORE : verdict);
        }
    }

    /** Gives up on validators that take too long. */
    void beat() {
        long now = loop.nanoTime();
        Iterator<Map.Entry<Candidate, Long>> oldest = running.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Candidate, Long> next = oldest.next();
            if (now - next.getValue() <= limits.patience().toNanos()) {
                return;
            }
            oldest.remove();
            count(next.getKey(), -1);
            judge.judged(next.getKey(), Verdict.IGNORE);
        }
    }

    int running() {
        return running.size();
    }
}
