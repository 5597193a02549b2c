package io.sepconv.zoo;

import io.sepconv.graph.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The networks by name.
 *
 * <pre>{@code
 * Graph graph = Zoo.build("mobilenet_v2", 1);
 * }</pre>
 *
 * <p>Each has one input {@code x} {@code [N, 3, H, W]} for any N, with H = W = 224 (299 for
 * Xception), and one output {@code y}, the logits {@code [N, 1000]}. Batch normalisation is folded:
 * a convolution has the bias that is left of it.
 */
public final class Zoo {
  /** Makes the network of a seed. */
  @FunctionalInterface
  private interface Blueprint {
    Graph build(long seed);
  }

  private static final Map<String, Blueprint> BLUEPRINTS = new LinkedHashMap<>();

  static {
    BLUEPRINTS.put("mobilenet_v1", MobileNetV1::build);
    BLUEPRINTS.put("mobilenet_v2", MobileNetV2::build);
    BLUEPRINTS.put("mobilenet_v3_large", MobileNetV3::large);
    BLUEPRINTS.put("mobilenet_v3_small", MobileNetV3::small);
    BLUEPRINTS.put("efficientnet_lite0", EfficientNetLite0::build);
    BLUEPRINTS.put("xception", Xception::build);
    BLUEPRINTS.put("shufflenet_v2_x1_0", ShuffleNetV2::build);
    BLUEPRINTS.put("squeezenet1_1", SqueezeNet::build);
    BLUEPRINTS.put("resnet50", ResNet50::build);
  }

  private Zoo() {}

  /** The names, in a fixed order. */
  public static List<String> names() {
    return List.copyOf(BLUEPRINTS.keySet());
  }

  /**
   * Builds a network.
   *
   * @param name one of {@link #names}
   * @param seed of the weights; equal seeds give equal weights
   * @throws IllegalArgumentException if there is no network of that name
   */
  public static Graph build(String name, long seed) {
    Blueprint blueprint = BLUEPRINTS.get(name);
    if (blueprint == null) {
      throw new IllegalArgumentException(
          "there is no network '" + name + "'; choose one of " + String.join(", ", names()));
    }
    return blueprint.build(seed);
  }
}
