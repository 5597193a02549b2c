package io.sepconv.benchmarks;

/**
 * What a match found out about a contestant.
 *
 * @param network name of the network
 * @param batch pictures of one run
 * @param threads threads of one run
 * @param contestant name of the contestant
 * @param description what it says of itself
 * @param steady whether its times were steady when it had warmed up
 * @param difference the largest difference of its output to the first contestant's, over the
 *     largest value of that; NaN if it has not been compared
 * @param times of its runs
 * @param ratio how much faster it was than the one that all are compared with
 */
record Standing(
    String network,
    int batch,
    int threads,
    String contestant,
    String description,
    boolean steady,
    double difference,
    Times times,
    Times.Ratio ratio) {}
