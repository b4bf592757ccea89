package dev.granary.testing.http;

/** What lies at one path; may choose by the request's headers, as an index with several forms does. */
@FunctionalInterface
public interface Resource {
    /** Returns the file that answers {@code request}. */
    FixtureFile fileFor(ReceivedRequest request);
}
