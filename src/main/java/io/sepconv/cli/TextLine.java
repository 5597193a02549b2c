package io.sepconv.cli;

/**
 * A line of text on a picture.
 *
 * @param box where it is
 * @param direction which way up it is
 * @param reading what it says
 */
record TextLine(TextBox box, TextDirection direction, TextReading reading) {}
