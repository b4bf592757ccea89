/**
 * Peers in processes of their own, told what to do by the JSON lines of {@code libp2p/peer/PROTOCOL.md}.
 *
 * <p>Programs that we did not write are built once a run, in the build's output folder, by the tools of this machine with
 * their own settings. Where a tool is missing the asking test is aborted with a sentence. Every wait has a deadline, and no
 * process outlives its test: each ends by itself at the end of its input.
 */
@NullMarked
package dev.granary.libp2p.interop.process;

import org.jspecify.annotations.NullMarked;
