package dev.granary.reputation.evidence;

/**
 * Plain counts of everything that was seen of one source; they never fade.
 *
 * @param verified each at least 0
 */
public record Tally(long verified, long failed, long corrupt, long notFound, long refused) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    public Tally {
        if (Math.min(Math.min(verified, failed), Math.min(corrupt, Math.min(notFound, refused))) < 0) {
            throw new IllegalArgumentException("counts are at least 0");
        }
    }

    Tally plus(FetchResult result) {
        return switch (result) {
            case FetchResult.Verified _ -> new Tally(verified + 1, failed, corrupt, notFound, refused);
            case FetchResult.Failed _ -> new Tally(verified, failed + 1, corrupt, notFound, refused);
            case FetchResult.Corrupt _ -> new Tally(verified, failed, corrupt + 1, notFound, refused);
            case FetchResult.NotFound _ -> new Tally(verified, failed, corrupt, notFound + 1, refused);
            case FetchResult.Refused _ -> new Tally(verified, failed, corrupt, notFound, refused + 1);
        };
    }
}
