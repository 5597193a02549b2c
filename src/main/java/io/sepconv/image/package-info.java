/**
 * Pictures to tensors and back: reading and writing files, scaling, channel order, normalisation.
 *
 * <p>A picture is a {@link java.awt.image.BufferedImage} whose pixels are 8-bit sRGB, x to the
 * right and y down from the top left corner. Tensors are f32 {@code [1, C, H, W]}. Nothing here
 * needs a display or a font. All methods are pure functions of their arguments and safe for any
 * thread; they never change a picture they are given, and return a new one. A file that cannot be
 * read is an {@link java.lang.IllegalArgumentException} that names it.
 */
package io.sepconv.image;
