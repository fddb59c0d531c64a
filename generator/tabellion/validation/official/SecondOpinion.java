import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.hl7.fhir.r5.elementmodel.Manager.FhirFormat;
import org.hl7.fhir.r5.formats.JsonParser;
import org.hl7.fhir.r5.model.OperationOutcome;
import org.hl7.fhir.r5.utils.validation.constants.ReferenceValidationPolicy;
import org.hl7.fhir.validation.ValidationEngine;
import org.hl7.fhir.validation.ValidationEngine.ValidationEngineBuilder;
import org.hl7.fhir.validation.instance.advisor.BasePolicyAdvisorForFullValidation;
import org.hl7.fhir.validation.service.model.InstanceValidatorParameters;

/**
 * One engine of HL7's validator behind a pipe: a resource and its profiles go in, an OperationOutcome comes out.
 *
 * <p>Everything on the pipe is a block: its length in bytes (four, big-endian), then UTF-8. The first block out is
 * "ready". A question is three blocks: "json" or "xml", the profiles one on each line, the resource. An answer is one
 * block: "{" begins an OperationOutcome, "!" the message of a failure.
 *
 * <p>Arguments: version of FHIR, core package, version of the terminology package, version of the extensions package,
 * then any number of further packages, each name#version and all of them in the package cache already.
 */
public final class SecondOpinion {

  public static void main(String[] arguments) throws Exception {
    DataOutputStream out = new DataOutputStream(System.out);
    DataInputStream in = new DataInputStream(System.in);
    // The engine talks to standard output while it loads.
    System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));

    ValidationEngine engine = engine(List.of(arguments));
    write(out, "ready");
    try {
      while (true) {
        String format = read(in);
        List<String> profiles = read(in).lines().toList();
        write(out, answer(engine, format, profiles, block(in)));
      }
    } catch (EOFException end) {
      System.exit(0);
    }
  }

  private static ValidationEngine engine(List<String> arguments) throws Exception {
    InstanceValidatorParameters settings = new InstanceValidatorParameters();
    settings.setAllowExampleUrls(true);
    settings.setAssumeValidRestReferences(true);
    ValidationEngineBuilder builder = new ValidationEngineBuilder();
    builder = builder.withVersion(arguments.get(0)).withNoTerminologyServer();
    builder = builder.withThoVersion(arguments.get(2)).withExtensionsVersion(arguments.get(3));
    builder = builder.withDefaultInstanceValidatorParameters(settings);
    ValidationEngine engine = builder.fromSource(arguments.get(1));
    for (String label : arguments.subList(4, arguments.size())) {
      engine.getIgLoader().loadIg(engine.getIgs(), engine.getBinaries(), label, false);
    }
    // What a message refers to is mostly elsewhere: only what is at hand can be of the wrong type.
    engine.setPolicyAdvisor(
        new BasePolicyAdvisorForFullValidation(ReferenceValidationPolicy.CHECK_TYPE_IF_EXISTS, Set.of()));
    engine.prepare();
    return engine;
  }

  private static String answer(ValidationEngine engine, String format, List<String> profiles, byte[] resource) {
    try {
      FhirFormat known = format.equals("xml") ? FhirFormat.XML : FhirFormat.JSON;
      OperationOutcome outcome =
          engine.validate(known, new ByteArrayInputStream(resource), new ArrayList<>(profiles));
      outcome.setText(null);
      return new JsonParser().composeString(outcome);
    } catch (Throwable failure) {
      return "!" + failure;
    }
  }

  private static String read(DataInputStream in) throws IOException {
    return new String(block(in), StandardCharsets.UTF_8);
  }

  private static byte[] block(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  private SecondOpinion() {}
}
