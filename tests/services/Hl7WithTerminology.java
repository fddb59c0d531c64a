import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r5.elementmodel.Manager.FhirFormat;
import org.hl7.fhir.r5.model.OperationOutcome;
import org.hl7.fhir.r5.terminologies.client.TerminologyClientContext;
import org.hl7.fhir.utilities.FhirPublication;
import org.hl7.fhir.utilities.http.ManagedWebAccess;
import org.hl7.fhir.utilities.settings.FhirSettings;
import org.hl7.fhir.validation.ValidationEngine;
import org.hl7.fhir.validation.instance.advisor.BasePolicyAdvisorForFullValidation;
import org.hl7.fhir.r5.utils.validation.constants.ReferenceValidationPolicy;
import org.hl7.fhir.validation.service.model.InstanceValidatorParameters;

/**
 * HL7's validator with a terminology server on this machine. Arguments: versions of the terminology and the extensions
 * package, the core package, a package, the address of the server, its settings (they allow http), then resources. For
 * each issue a line: number of the resource, severity, text.
 */
public class Hl7WithTerminology {

  public static void main(String[] args) throws Exception {
    java.io.PrintStream answers = System.out;
    System.setOut(System.err);
    FhirSettings.setExplicitFilePath(args[5]);
    ManagedWebAccess.loadFromFHIRSettings();
    // what the option -authorise-non-conformant-tx-servers does: the server claims no version of HL7's own tests
    TerminologyClientContext.setAllowNonConformantServers(true);
    ValidationEngine engine = new ValidationEngine.ValidationEngineBuilder()
        .withVersion("4.0.1")
        .withTxServer(args[4], null, FhirPublication.R4, false)
        .withDefaultInstanceValidatorParameters(new InstanceValidatorParameters()
            .setAssumeValidRestReferences(true).setAllowExampleUrls(true))
        .withThoVersion(args[0]).withExtensionsVersion(args[1])
        .fromSource(args[2]);
    engine.getIgLoader().loadIg(engine.getIgs(), engine.getBinaries(), args[3], false);
    engine.setPolicyAdvisor(new BasePolicyAdvisorForFullValidation(ReferenceValidationPolicy.CHECK_TYPE_IF_EXISTS, Set.of()));
    engine.prepare();
    for (int i = 6; i < args.length; i++) {
      OperationOutcome found = engine.validate(
          FhirFormat.JSON, new java.io.ByteArrayInputStream(Files.readAllBytes(Path.of(args[i]))), List.of());
      for (OperationOutcome.OperationOutcomeIssueComponent issue : found.getIssue()) {
        answers.println(i - 5 + "\t" + issue.getSeverity().toCode() + "\t" + issue.getDetails().getText());
      }
    }
    System.exit(0);
  }
}
