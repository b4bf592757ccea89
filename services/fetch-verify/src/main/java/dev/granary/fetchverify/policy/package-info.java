/**
 * What the mirror hands out, and what not: ownership of names, minimum release age, recalls.
 *
 * <p>Pure decisions over values. Policy is asked on every verb, for metadata and bytes alike, before anything else
 * moves; an answer that was prepared under an older {@link dev.granary.fetchverify.policy.RecallBook#revision()} is
 * never sent. Policy never makes a claim about bytes: that is verification's part.
 */
@NullMarked
package dev.granary.fetchverify.policy;

import org.jspecify.annotations.NullMarked;
