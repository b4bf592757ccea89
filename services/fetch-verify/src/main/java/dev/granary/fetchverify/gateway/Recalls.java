package dev.granary.fetchverify.gateway;

import dev.granary.fetchverify.event.EventMessages;
import dev.granary.fetchverify.event.Outbox;
import dev.granary.fetchverify.event.Outbox.Acceptance;
import dev.granary.fetchverify.policy.Policy;
import dev.granary.fetchverify.policy.Recall;
import dev.granary.fetchverify.policy.RecallBook;
import dev.granary.fetchverify.policy.RecallStore;
import dev.granary.kernel.PackageCoordinate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Owns the policy in force: takes recall decisions, from people here and from the other replicas.
 *
 * <p>A decision is durable on this replica and in force before it is acknowledged; the other replicas learn of it by
 * event.
 */
public final class Recalls {
    private static final Logger LOGGER = Logger.getLogger(Recalls.class);

    private final RecallStore store;
    private final Outbox outbox;
    private final EventMessages messages;
    private final InstantSource clock;
    private final ReentrantLock deciding = new ReentrantLock();
    private volatile Policy policy;

    /**
     * @param rules the policy without recalls
     */
    public Recalls(RecallStore store, Outbox outbox, EventMessages messages, Policy rules, InstantSource clock) {
        this.store = store;
        this.outbox = outbox;
        this.messages = messages;
        this.clock = clock;
        this.policy = rules.with(RecallBook.of(store.list()));
    }

    /** The rules in force. */
    public Policy policy() {
        return policy;
    }

    /** Recalls a package or version. */
    public Recall recall(PackageCoordinate subject, String reason, String actor, String traceparent) {
        return decide(
                subject, revision -> new Recall(subject, true, reason, actor, clock.instant(), revision), traceparent);
    }

    /** Lifts the recall of exactly {@code subject}; empty when there is none in force. */
    public Optional<Recall> lift(PackageCoordinate subject, String reason, String actor, String traceparent) {
        boolean active = policy.recalls().find(subject).filter(Recall::active).isPresent();
        return active
                ? Optional.of(decide(
                        subject,
                        revision -> new Recall(subject, false, reason, actor, clock.instant(), revision),
                        traceparent))
                : Optional.empty();
    }

    /** The latest decisions, by subject. */
    public List<Recall> list() {
        return policy.recalls().list();
    }

    /** Takes a decision that another replica made, or this one before. */
    public void onDecision(Recall recall) {
        deciding.lock();
        try {
            apply(recall);
        } finally {
            deciding.unlock();
        }
    }

    private interface Decision {
        Recall at(long revision);
    }

    private Recall decide(PackageCoordinate subject, Decision decision, String traceparent) {
        deciding.lock();
        try {
            long revision = policy.recalls().find(subject).map(Recall::revision).orElse(0L) + 1;
            Recall recall = decision.at(revision);
            apply(recall);
            var event = messages.recalled(recall, UUID.randomUUID().toString(), traceparent);
            if (outbox.append(List.of(event)) == Acceptance.FULL) {
                LOGGER.errorf("the outbox is full: other replicas do not learn that %s changed", subject);
            }
            return recall;
        } finally {
            deciding.unlock();
        }
    }

    private void apply(Recall recall) {
        RecallBook changed = policy.recalls().with(recall);
        if (changed.revision() != policy.recalls().revision()) {
            store.keep(recall);
            policy = policy.with(changed);
        }
    }
}
