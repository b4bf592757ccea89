package dev.granary.libp2p.kad.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What every place for a snapshot does. */
abstract class SnapshotStoreConformance {
    static final int MOST = 1_000;

    /** The same place as opened by another run. */
    abstract SnapshotStore open();

    @Test
    void isEmptyAtFirst() throws IOException, P2pException {
        assertThat(open().load()).isEmpty();
    }

    @Test
    void givesBackWhatWasSavedLast() throws IOException, P2pException {
        // Given
        open().save(new byte[] {1});
        byte[] last = {2, 3};

        // When
        open().save(last);
        last[0] = 9;

        // Then
        assertThat(open().load()).hasValue(new byte[] {2, 3});
    }

    @Test
    void refusesWhatIsTooLongAndKeepsWhatItHas() throws IOException, P2pException {
        // Given
        open().save(new byte[MOST]);

        // Then
        assertThatThrownBy(() -> open().save(new byte[MOST + 1])).isInstanceOf(P2pException.class);
        assertThat(open().load()).hasValue(new byte[MOST]);
    }
}
