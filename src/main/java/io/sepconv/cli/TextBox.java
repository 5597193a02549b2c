package io.sepconv.cli;

/**
 * Where a line of text was found: an upright rectangle in pixels of the picture.
 *
 * @param x left end
 * @param y upper end
 * @param width at least 1
 * @param height at least 1
 * @param score mean probability of text inside, before the rectangle was grown
 */
record TextBox(int x, int y, int width, int height, double score) {}
