import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.ConceptValidationOptions;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import org.hl7.fhir.common.hapi.validation.support.RemoteTerminologyServiceValidationSupport;

/**
 * HAPI asks a terminology server: arguments are its address, then codes as SYSTEM CODE DISPLAY VALUESET, "-" for none.
 * For each a line: true or false, and the message.
 */
public class TerminologyClients {

  public static void main(String[] args) {
    FhirContext context = FhirContext.forR4();
    RemoteTerminologyServiceValidationSupport remote = new RemoteTerminologyServiceValidationSupport(context, args[0]);
    ValidationSupportContext support = new ValidationSupportContext(remote);
    for (int i = 1; i + 3 < args.length; i += 4) {
      IValidationSupport.CodeValidationResult found = remote.validateCode(
          support, new ConceptValidationOptions(), given(args[i]), args[i + 1], given(args[i + 2]), given(args[i + 3]));
      System.out.println(found == null ? "none" : found.isOk() + " " + found.getDisplay() + " " + found.getMessage());
    }
    System.exit(0);
  }

  private static String given(String text) {
    return text.equals("-") ? null : text;
  }
}
