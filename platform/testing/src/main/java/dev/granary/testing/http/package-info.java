/**
 * Doubles of the network: an upstream that lies on demand ({@link dev.granary.testing.http.FixtureUpstream}), a proxy
 * that flips bytes of a real one ({@link dev.granary.testing.http.FlippingProxy}) and a relay whose connections break
 * ({@link dev.granary.testing.http.TcpFaults}).
 *
 * <p>All three write to plain sockets, one virtual thread a connection, because a well-behaved HTTP server cannot be made
 * to lie about its lengths. They listen on 127.0.0.1 only, at most 1,024 connections each.
 */
@NullMarked
package dev.granary.testing.http;

import org.jspecify.annotations.NullMarked;
