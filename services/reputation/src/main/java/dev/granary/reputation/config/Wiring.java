package dev.granary.reputation.config;

import dev.granary.reputation.ledger.LedgerSettings;
import dev.granary.reputation.ledger.Reviewer;
import dev.granary.reputation.score.Scoring;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Puts settings and features together. */
@Singleton
final class Wiring {
    @Produces
    @Singleton
    Scoring scoring(EvidenceConfig evidence, ScoreConfig score) {
        return new Scoring(evidence.settings(), score.settings());
    }

    @Produces
    @Singleton
    LedgerSettings ledgerSettings(LedgerConfig ledger) {
        return ledger.settings();
    }

    @Produces
    @Singleton
    Reviewer reviewer(Scoring scoring, LedgerSettings settings) {
        return new Reviewer(scoring, settings);
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }
}
