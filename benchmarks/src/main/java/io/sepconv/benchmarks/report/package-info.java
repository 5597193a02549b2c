/** Makes tables and pictures of {@link io.sepconv.benchmarks.Results}. */
package io.sepconv.benchmarks.report;
