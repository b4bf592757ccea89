/**
 * Where bytes come from: the configured upstreams, how one is asked, and which is asked first.
 *
 * <p>{@link dev.granary.fetchverify.source.UpstreamClient} is the only way out of the process to a registry. It asks
 * configured addresses only, keeps a breaker per host, retries within a budget and resumes broken transfers. What it
 * returns is never trusted: bytes pass verification whatever their source.
 */
@NullMarked
package dev.granary.fetchverify.source;

import org.jspecify.annotations.NullMarked;
