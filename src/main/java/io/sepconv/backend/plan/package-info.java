/**
 * What backends share when they lay a network out: lifetimes of values and their places in an
 * arena.
 */
package io.sepconv.backend.plan;
