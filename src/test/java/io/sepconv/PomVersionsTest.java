package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The standalone poms agree with the root pom: none inherits, so nothing else keeps them equal. */
class PomVersionsTest {

  private static final Path ROOT = Path.of(System.getProperty("basedir", ""));

  static Stream<String> standalonePoms() {
    return Stream.of("platform/pom.xml", "benchmarks/pom.xml")
        .filter(pom -> pom.startsWith("platform") || Files.exists(ROOT.resolve(pom)));
  }

  @ParameterizedTest
  @MethodSource("standalonePoms")
  void sharesItsVersionsWithTheRoot(String pom) throws Exception {
    Map<String, String> root = versions(ROOT.resolve("pom.xml"));
    Map<String, String> other = versions(ROOT.resolve(pom));
    assertAll(
        other.entrySet().stream()
            .filter(version -> root.containsKey(version.getKey()))
            .map(
                version ->
                    () ->
                        assertEquals(
                            root.get(version.getKey()),
                            version.getValue(),
                            version.getKey() + " of " + pom)));
  }

  @Test
  void platformNamesEveryVersionOfTheNativeJars() throws Exception {
    Map<String, String> platform = versions(ROOT.resolve("platform/pom.xml"));
    for (String property : new String[] {"javacpp.version", "dnnl.version", "opencl.version"}) {
      assertTrue(platform.containsKey(property), property);
    }
  }

  /** The version of the project itself under "version", and every property that is a version. */
  private static Map<String, String> versions(Path pom) throws Exception {
    Element project =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(pom.toFile())
            .getDocumentElement();
    Map<String, String> versions = new TreeMap<>();
    for (Node node = project.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals("version")) {
        versions.put("version", node.getTextContent().trim());
      } else if (node.getNodeName().equals("properties")) {
        for (Node property = node.getFirstChild();
            property != null;
            property = property.getNextSibling()) {
          if (property.getNodeName().endsWith(".version")) {
            versions.put(property.getNodeName(), property.getTextContent().trim());
          }
        }
      }
    }
    assertTrue(versions.containsKey("version"), pom + " has a version of its own");
    return versions;
  }
}
