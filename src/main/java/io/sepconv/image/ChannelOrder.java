package io.sepconv.image;

/** The order of the colour channels in a tensor; networks trained with OpenCV take BGR. */
public enum ChannelOrder {
  RGB,
  BGR
}
