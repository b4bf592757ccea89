package dev.granary.reputation.postgres;

import dev.granary.reputation.evidence.DecayingSum;
import dev.granary.reputation.evidence.GroupStanding;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One network group. */
@Entity(name = "NetworkGroup")
@Table(name = "network_group")
class GroupRow {
    @Id
    @Column(name = "id")
    String id = "";

    @Column(name = "known_peers")
    int knownPeers;

    @Column(name = "strikes")
    long strikes;

    @Column(name = "strikes_as_of")
    Instant strikesAsOf = Instant.EPOCH;

    GroupStanding standing() {
        return new GroupStanding(knownPeers, new DecayingSum(strikes, strikesAsOf));
    }

    void write(GroupStanding standing) {
        knownPeers = standing.knownPeers();
        strikes = standing.strikes().billionths();
        strikesAsOf = standing.strikes().asOf();
    }
}
