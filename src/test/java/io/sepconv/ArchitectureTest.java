package io.sepconv;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The walls between packages. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.sepconv");

  /** From the top: the packages of a floor may use each other and every floor below, none above. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("io.sepconv.cli"),
          List.of("io.sepconv", "io.sepconv.zoo", "io.sepconv.image"),
          List.of(
              "io.sepconv.onnx",
              "io.sepconv.separable",
              "io.sepconv.backend.jvm",
              "io.sepconv.backend.onednn.."),
          List.of("io.sepconv.backend.plan"),
          List.of("io.sepconv.backend"),
          List.of("io.sepconv.graph.rewrite"),
          List.of("io.sepconv.reference"),
          List.of("io.sepconv.graph"),
          List.of("io.sepconv.op"),
          List.of("io.sepconv.tensor"));

  /** The floor whose packages do not know each other. */
  private static final int APART = 2;

  @TestFactory
  Stream<DynamicTest> arrowsPointDown() {
    List<DynamicTest> tests = new ArrayList<>();
    List<String> above = new ArrayList<>();
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      for (String place : FLOORS.get(floor)) {
        List<String> forbidden = new ArrayList<>(above);
        if (floor == APART) {
          FLOORS.get(floor).stream().filter(other -> !other.equals(place)).forEach(forbidden::add);
        }
        if (!forbidden.isEmpty()) {
          tests.add(
              dynamicTest(place + " uses nothing of " + forbidden, () -> check(place, forbidden)));
        }
      }
      above.addAll(FLOORS.get(floor));
    }
    return tests.stream();
  }

  private static void check(String place, List<String> forbidden) {
    noClasses()
        .that()
        .resideInAPackage(place)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden.toArray(String[]::new))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void bytedecoStaysUnderTheOnednnBackend() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sepconv.backend.onednn..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .check(CLASSES);
  }

  @Test
  void everyClassLivesOnAFloor() {
    List<String> places = FLOORS.stream().flatMap(List::stream).toList();
    List<String> homeless =
        CLASSES.stream()
            .filter(c -> places.stream().noneMatch(place -> lives(c, place)))
            .map(JavaClass::getName)
            .toList();
    assertTrue(homeless.isEmpty(), homeless.toString());
  }

  private static boolean lives(JavaClass c, String place) {
    return place.endsWith("..")
        ? (c.getPackageName() + ".").startsWith(place.substring(0, place.length() - 1))
        : c.getPackageName().equals(place);
  }
}
