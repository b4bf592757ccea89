package dev.granary.libp2p.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.granary.libp2p.P2pError;
import dev.granary.libp2p.P2pException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceScopeTest {
    private final ResourceScope wide = new ResourceScope("wide", new ScopeLimits(10, 10, 10, 10, 1_000));
    private final ResourceScope narrow = new ResourceScope("narrow", new ScopeLimits(2, 2, 2, 2, 100));

    @Test
    void aClaimCountsInAllItsScopesUntilItIsReleased() throws P2pException {
        // When
        Claim claim = ResourceScope.claim(Resource.MEMORY, 70, List.of(wide, narrow));
        long used = wide.used(Resource.MEMORY);
        claim.release();
        claim.release();

        // Then
        assertThat(used).isEqualTo(70);
        assertThat(wide.isIdle()).isTrue();
        assertThat(narrow.isIdle()).isTrue();
    }

    @Test
    void aClaimThatOneScopeRefusesIsTakenInNone() throws P2pException {
        // Given
        ResourceScope.claim(Resource.MEMORY, 70, List.of(wide, narrow));

        // When
        assertThatThrownBy(() -> ResourceScope.claim(Resource.MEMORY, 31, List.of(wide, narrow)))
                .isInstanceOfSatisfying(P2pException.class, refused -> assertThat(refused.error())
                        .isEqualTo(P2pError.LIMIT))
                .hasMessageContaining("narrow");

        // Then
        assertThat(wide.used(Resource.MEMORY)).isEqualTo(70);
    }
}
