/**
 * What backends share that lay a network out before they run it: lifetimes of values and their
 * places in an arena, batches as pictures, and sessions.
 *
 * <p>Nothing here knows native code. A backend's draft touches {@link
 * io.sepconv.backend.plan.Storage}s step by step, {@link io.sepconv.backend.plan.ArenaLayout} gives
 * them places, and its sessions extend {@link io.sepconv.backend.plan.PlannedSession}.
 */
package io.sepconv.backend.plan;
